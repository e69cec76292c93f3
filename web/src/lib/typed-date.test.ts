import { describe, expect, it } from 'vitest';
import { readDate, writtenDate } from './typed-date';

describe('a date in a field', () => {
  it('is written in the language chosen', () => {
    expect(writtenDate('2026-12-05', 'de')).toBe('05.12.2026');
    expect(writtenDate('2026-12-05', 'en')).toBe('05/12/2026');
    expect(writtenDate('', 'de')).toBe('');
  });

  it.each(['5.12.2026', '05.12.2026', '5/12/2026', '5-12-26', '5 12 2026', '5. 12. 2026', '2026-12-05', ' 5.12.26 '])(
    'is read from "%s"',
    (typed) => expect(readDate(typed)).toBe('2026-12-05'),
  );

  it.each(['5.12.', '31.11.2026', '30.2.2028', '29.2.2027', '0.1.2026', '1.13.2026', 'soon', '12/2026', '1.1.126'])(
    'is not read from "%s"',
    (typed) => expect(readDate(typed)).toBeUndefined(),
  );

  it('may be empty, and knows leap days', () => {
    expect(readDate('  ')).toBe('');
    expect(readDate('29.2.2028')).toBe('2028-02-29');
  });

  it.each(['de', 'en'] as const)('is read as it is written (%s)', (language) => {
    for (const date of ['2026-01-31', '2027-10-03', '2028-02-29']) {
      expect(readDate(writtenDate(date, language))).toBe(date);
    }
  });
});
