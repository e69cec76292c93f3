import { describe, expect, it } from 'vitest';
import { faultsOf, suggestedId } from './event-draft';

describe('the address of a new event', () => {
  it.each([
    ['Monrepos parkrun', 'monrepos'],
    ['Bärensee parkrun, Stuttgart', 'baerensee-stuttgart'],
    ['Zoë’s Café junior parkrun', 'zoe-s-cafe-junior'],
    ['parkrun', ''],
  ])('of %j is %j', (name, id) => {
    expect(suggestedId(name)).toBe(id);
  });
});

describe('faults of a new event', () => {
  it('are found before sending', () => {
    expect(faultsOf({ name: ' ', id: 'a--b', series: '5k', country: 'de', timeZone: '', startTime: '9' })).toEqual({
      name: 'faultNeeded',
      id: 'faultId',
      country: 'faultCountry',
      timeZone: 'faultNeeded',
      startTime: 'faultNeeded',
    });
    expect(
      faultsOf({ name: 'A', id: 'a-b', series: '5k', country: 'DE', timeZone: 'Europe/Berlin', startTime: '09:00' }),
    ).toEqual({});
  });
});
