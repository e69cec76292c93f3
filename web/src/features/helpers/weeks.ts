import type { LocalDate } from '@/lib/dates';

const day = 86_400_000;

/** Whole weeks from one local date to a later one. */
export function weeksBetween(from: LocalDate, to: LocalDate): number {
  return Math.floor((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / (7 * day));
}
