import type { LocalDate } from './dates';
import type { Language } from './i18n';

/** How a date is written in a field: "05.12.2026", "05/12/2026"; empty if there is none. */
export function writtenDate(date: LocalDate | '', language: Language): string {
  const [year, month, day] = date.split('-');
  if (!year || !month || !day) return '';
  return [day, month, year].join(language === 'de' ? '.' : '/');
}

/**
 * The date that was typed: day, month and year with any of `. / -` or blanks between them, a year of two digits in this
 * century, or `YYYY-MM-DD`. Empty text is no date (''); anything else that is no day of the calendar is undefined.
 */
export function readDate(typed: string): LocalDate | '' | undefined {
  const text = typed.trim();
  if (text === '') return '';
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text);
  const usual = /^(\d{1,2})[./\s-]+(\d{1,2})[./\s-]+(\d{4}|\d{2})$/.exec(text);
  const [year, month, day] = iso
    ? [iso[1]!, iso[2]!, iso[3]!]
    : usual
      ? [usual[3]!.padStart(4, '20'), usual[2]!, usual[1]!]
      : [];
  if (!year || !month || !day) return undefined;
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const instant = new Date(`${date}T00:00:00Z`);
  // 30 February would become 2 March.
  return Number.isNaN(instant.getTime()) || !instant.toISOString().startsWith(date) ? undefined : date;
}

/** A form holds what was typed: whether it is a date, and not empty. */
export const isDate = (value: string): boolean => Boolean(readDate(value));

/** First and last day are dates, in their order. */
export const isPeriod = ({ from, to }: { from: string; to: string }): boolean =>
  isDate(from) && isDate(to) && from <= to;
