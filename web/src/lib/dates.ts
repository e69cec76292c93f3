import { currentLanguage } from './i18n';

/** A local date of an event, `YYYY-MM-DD`: never an instant, so it is formatted in UTC and stays what it is. */
export type LocalDate = string;

const shapes = {
  /** 5 Dec */
  short: { day: 'numeric', month: 'short' },
  /** Sat 5 Dec, Sa 5. Dez. */
  weekday: { weekday: 'short', day: 'numeric', month: 'short' },
  /** 5 Dec 2026 */
  year: { day: 'numeric', month: 'short', year: 'numeric' },
  /** Saturday 5 December 2026 */
  long: { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

const formats = new Map<string, Intl.DateTimeFormat>();

function format(shape: keyof typeof shapes): Intl.DateTimeFormat {
  const language = currentLanguage();
  const key = `${language} ${shape}`;
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(language === 'de' ? 'de-DE' : 'en-GB', { ...shapes[shape], timeZone: 'UTC' });
  formats.set(key, made);
  return made;
}

/** The date in the language chosen, for example "5 Dec" or "5. Dez.". */
export function formatDate(date: LocalDate, shape: keyof typeof shapes = 'short'): string {
  const text = format(shape).format(new Date(`${date}T00:00:00Z`));
  // German sets a full stop and a comma after the short weekday, which is more than a heading needs.
  return shape === 'weekday' ? text.replace('.,', '') : text;
}

/** The date so many days later (or earlier). */
export function addDays(date: LocalDate, days: number): LocalDate {
  const moved = new Date(`${date}T00:00:00Z`);
  moved.setUTCDate(moved.getUTCDate() + days);
  return moved.toISOString().slice(0, 10);
}

/** An instant (milliseconds since the epoch) as date and time where the reader is. */
export const formatMoment = (instant: number): string =>
  formatInstant(new Date(instant).toISOString(), new Intl.DateTimeFormat().resolvedOptions().timeZone);

/** An instant (RFC 3339, UTC) as date and time in the zone of the event. */
export function formatInstant(instant: string, timeZone: string): string {
  return new Intl.DateTimeFormat(currentLanguage() === 'de' ? 'de-DE' : 'en-GB', {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    timeZone,
  }).format(new Date(instant));
}
