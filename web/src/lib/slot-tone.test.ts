import { expect, it } from 'vitest';
import { slot } from '@/testing/fixtures';
import { slotTone } from './slot-tone';

const holder = (state: 'confirmed' | 'proposed' | 'declined') => ({ helper: 'h', name: 'Jörg', state });

it.each([
  ['needed', undefined, 'open'],
  ['preferred', undefined, 'preferred'],
  ['extra', undefined, 'extra'],
  ['needed', 'declined', 'open'],
  ['preferred', 'declined', 'preferred'],
  ['extra', 'declined', 'extra'],
  ['needed', 'proposed', 'preferred'],
  ['preferred', 'confirmed', 'full'],
] as const)('a %s slot, %s, is shown as %s', (need, state, tone) => {
  expect(slotTone(slot('marshal-1', need, state && holder(state)))).toBe(tone);
});
