import { describe, expect, it } from 'vitest';
import { addDays, formatDate, formatInstant } from './dates';
import { chooseLanguage } from './i18n';

describe('a local date', () => {
  it('is shown as it is, whatever the zone of the browser', () => {
    expect(formatDate('2027-01-01')).toBe('1 Jan');
    expect(formatDate('2026-12-05', 'weekday')).toMatch(/^Sat,? 5 Dec$/);
    expect(formatDate('2026-12-05', 'year')).toBe('5 Dec 2026');
    expect(formatDate('2026-12-05', 'long')).toMatch(/^Saturday,? 5 December 2026$/);
  });

  it('follows the language', async () => {
    await chooseLanguage('de');
    expect(formatDate('2026-12-05')).toBe('5. Dez.');
    expect(formatDate('2026-12-05', 'weekday')).toBe('Sa 5. Dez.');
  });

  it.each([
    ['2026-12-26', 7, '2027-01-02'],
    ['2026-03-28', 1, '2026-03-29'],
    ['2026-03-29', 1, '2026-03-30'],
    ['2026-10-25', 1, '2026-10-26'],
    ['2028-03-01', -1, '2028-02-29'],
  ])('%s and %i days are %s', (date, days, moved) => {
    expect(addDays(date, days)).toBe(moved);
  });
});

it('an instant is shown in the zone of the event', () => {
  expect(formatInstant('2026-12-04T20:14:00.000Z', 'Pacific/Auckland')).toBe('5 Dec, 09:14');
  expect(formatInstant('2026-12-04T20:14:00.000Z', 'America/Los_Angeles')).toBe('4 Dec, 12:14');
});
