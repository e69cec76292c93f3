import { describe, expect, it } from 'vitest';
import { draftOf, faultsByField, faultsOf, noValues, patchOf, valuesOf, type Helper } from './helper-values';

const helper: Helper = {
  id: 'h1',
  rev: 3,
  name: 'Jörg MÜLLER',
  phone: '0711 1',
  levels: [{ role: 'timekeeper', level: 'signedOff' }],
  consents: { contact: true },
  archived: false,
};
const before = valuesOf(helper);

describe('a new helper', () => {
  it('carries only what was filled in', () => {
    expect(draftOf({ ...noValues, name: ' Zoë ', phone: ' ' }, undefined)).toEqual({ name: 'Zoë' });
    expect(draftOf({ ...noValues, name: 'Zoë', wishedEveryWeeks: '4', phoneToTeam: true }, 123)).toEqual({
      name: 'Zoë',
      parkrunNumber: 123,
      wishedEveryWeeks: 4,
      consents: { contact: false, phoneToTeam: true },
    });
  });
});

describe('the change', () => {
  it('is nothing where nothing changed', () => {
    expect(patchOf(before, { ...before })).toBeUndefined();
  });

  it('names what changed, and removes by null', () => {
    expect(
      patchOf(before, {
        ...before,
        phone: '',
        wishedEveryWeeks: '2',
        levels: [{ role: 'timekeeper', level: 'trainer', expires: '2027-01-31' }],
      }),
    ).toEqual({
      phone: null,
      wishedEveryWeeks: 2,
      levels: [{ role: 'timekeeper', level: 'trainer', expires: '2027-01-31' }],
    });
  });
});

describe('faults', () => {
  it('are found before sending', () => {
    expect(faultsOf({ ...before, name: ' ', absences: [{ from: '2026-12-05', to: '2026-12-04' }] })).toEqual({
      name: 'faultNeeded',
      absences: 'faultDates',
    });
    expect(faultsOf(before)).toEqual({});
  });

  it('of the server go to their fields', () => {
    expect(
      faultsByField([
        { pointer: '/parkrunNumber', reason: 'tooLarge' },
        { pointer: '/consents/phoneToTeam', reason: 'wrongType' },
        { pointer: '/name', reason: 'tooLong' },
        { pointer: '/elsewhere', reason: 'unknown' },
      ]),
    ).toEqual({ parkrunId: 'faultValue', phoneToTeam: 'faultValue', name: 'faultTooLong' });
  });

  it('takes no text for a date', () => {
    const level = { role: 'timekeeper', level: 'signedOff', expires: '31.2.2027' } as const;
    expect(faultsOf({ ...noValues, name: 'Jörg', levels: [level] })).toEqual({ levels: 'faultValue' });
    expect(faultsOf({ ...noValues, name: 'Jörg', levels: [{ ...level, expires: '' }] })).toEqual({});
    expect(faultsOf({ ...noValues, name: 'Jörg', absences: [{ from: '2026-12-01', to: 'soon' }] })).toEqual({
      absences: 'faultValue',
    });
  });
});
