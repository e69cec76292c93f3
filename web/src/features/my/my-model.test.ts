import { describe, expect, it } from 'vitest';
import type { AssignmentState, Slot } from '@/lib/api/types';
import { schedule, slot } from '@/testing/fixtures';
import { isNumbered, openPlaces, placesOf } from './my-model';

const by = (helper: string, state: AssignmentState = 'confirmed'): Slot['assignment'] => ({
  helper,
  name: helper,
  state,
});
const published = { status: 'published' as const };
const ids = (places: { schedule: { date: string }; slot: Slot }[]) =>
  places.map((place) => `${place.schedule.date} ${place.slot.id}`);

const schedules = [
  schedule('2026-11-28', [slot('marshal-1', 'needed', by('anna')), slot('marshal-2')], { ...published, past: true }),
  schedule('2026-12-05', [slot('marshal-1', 'needed', by('anna')), slot('marshal-2')], published),
  schedule('2026-12-12', [slot('marshal-2', 'preferred'), slot('marshal-1')], published),
  schedule('2026-12-19', [slot('marshal-1', 'needed', by('anna')), slot('marshal-2')]),
  schedule('2026-12-26', [slot('marshal-1', 'needed', by('anna')), slot('marshal-2')], { status: 'cancelled' }),
  schedule('2027-01-02', [slot('marshal-1', 'needed', by('anna')), slot('marshal-2')], { status: 'final' }),
  schedule(
    '2027-01-09',
    [slot('marshal-1', 'needed', by('anna', 'declined')), slot('marshal-2', 'needed', by('kim'))],
    published,
  ),
];

describe('my slots', () => {
  it('are those on coming dates that are published and take place', () => {
    expect(ids(placesOf('anna', schedules))).toEqual([
      '2026-12-05 marshal-1',
      '2027-01-02 marshal-1',
      '2027-01-09 marshal-1',
    ]);
  });
});

describe('open places', () => {
  it('are offered on published dates without a slot of mine, needed ones first', () => {
    expect(ids(openPlaces('anna', schedules))).toEqual([
      '2026-12-12 marshal-1',
      '2026-12-12 marshal-2',
      '2027-01-09 marshal-1',
    ]);
  });
});

describe('the name of a slot', () => {
  it('has its number only beside others of its role', () => {
    const first = schedule('2026-12-05', [slot('marshal-1'), slot('marshal-2'), slot('timekeeper-2')], published);
    expect(first.slots.map((each) => isNumbered({ schedule: first, slot: each }))).toEqual([true, true, false]);
  });
});
