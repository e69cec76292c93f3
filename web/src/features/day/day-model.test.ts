import { describe, expect, it } from 'vitest';
import { emptySlots, schedule, slot } from '@/testing/fixtures';
import { isFilled, isMissing, neighbours, rolesWithSeveralSlots, stateOf } from './day-model';

const anna = { helper: 'anna', name: 'Anna BECKER' };

describe('a slot of the day', () => {
  it('stands as its assignment, else as its need', () => {
    expect(stateOf(slot('marshal-1', 'needed', { ...anna, state: 'proposed' }))).toBe('proposed');
    expect(stateOf(slot('marshal-1', 'preferred'))).toBe('preferred');
  });

  it('is missing while a needed one is empty or declined', () => {
    expect(isMissing(slot('marshal-1'))).toBe(true);
    expect(isMissing(slot('marshal-1', 'needed', { ...anna, state: 'declined' }))).toBe(true);
    expect(isMissing(slot('marshal-1', 'preferred'))).toBe(false);
    expect(isMissing(slot('marshal-1', 'needed', { ...anna, state: 'confirmed' }))).toBe(false);
  });

  it('is filled by whoever did not decline', () => {
    expect(isFilled(slot('marshal-1', 'needed', { ...anna, state: 'proposed' }))).toBe(true);
    expect(isFilled(slot('marshal-1', 'needed', { ...anna, state: 'declined' }))).toBe(false);
    expect(isFilled(slot('marshal-1'))).toBe(false);
  });
});

describe('the day', () => {
  it('knows the dates around it', () => {
    const dates = ['2026-12-05', '2026-12-12', '2026-12-19'];
    expect(neighbours(dates, '2026-12-12')).toEqual({ earlier: '2026-12-05', later: '2026-12-19' });
    expect(neighbours(dates, '2026-12-06')).toEqual({ earlier: '2026-12-05', later: '2026-12-12' });
    expect(neighbours(dates, '2026-12-05')).toEqual({ later: '2026-12-12' });
    expect(neighbours([], '2026-12-05')).toEqual({});
  });

  it('numbers slots only where a role has several', () => {
    expect([...rolesWithSeveralSlots(schedule('2026-12-05', emptySlots()))]).toEqual(['timekeeper']);
  });
});
