import { describe, expect, it } from 'vitest';
import type { Event } from '@/lib/api/types';
import { faultsByField, faultsOf, patchOf, valuesOf } from './settings-values';

const event: Event = {
  id: 'monrepos',
  rev: 2,
  name: 'Monrepos parkrun',
  series: '5k',
  weekday: 'saturday',
  startTime: '09:00',
  timeZone: 'Europe/Berlin',
  country: 'DE',
  languages: ['de', 'en'],
  today: '2026-12-03',
  needs: [{ role: 'marshal', need: 2, prefer: 1 }],
  specialDays: [{ month: 1, day: 1 }],
  allowedPairs: [],
};
const values = valuesOf(event);

describe('the change of settings', () => {
  it('names what differs alone', () => {
    expect(patchOf(values, values)).toBeUndefined();
    expect(patchOf(values, { ...values, name: ' Monrepos ', needs: [] })).toEqual({ name: 'Monrepos', needs: [] });
  });

  it('gives a special day its start only where it has one', () => {
    const specialDays = [
      { month: 1, day: 1, startTime: '10:00' },
      { month: 10, day: 3, startTime: '' },
    ];
    expect(patchOf(values, { ...values, specialDays })).toEqual({
      specialDays: [
        { month: 1, day: 1, startTime: '10:00' },
        { month: 10, day: 3 },
      ],
    });
  });
});

describe('faults of settings', () => {
  it('are found before sending', () => {
    expect(
      faultsOf({ ...values, name: '', startTime: '', languages: [], allowedPairs: [{ first: 'marshal', second: '' }] }),
    ).toEqual({ name: 'faultNeeded', startTime: 'faultNeeded', languages: 'faultNeeded', allowedPairs: 'faultNeeded' });
    expect(faultsOf({ ...values, allowedPairs: [{ first: 'marshal', second: 'marshal' }] })).toEqual({
      allowedPairs: 'faultSameRole',
    });
    expect(faultsOf(values)).toEqual({});
  });

  it('of the server go to their fields', () => {
    expect(faultsByField([{ pointer: '/needs/0/role' }, { pointer: '/elsewhere' }], values)).toEqual({
      needs: 'faultValue',
    });
  });
});
