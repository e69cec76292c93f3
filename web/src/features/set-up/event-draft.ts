import type { SpecialDayValue } from '@/components/special-days-field';
import type { EventDefaults, EventDraft, Need, Series, Weekday } from '@/lib/api/types';

/** What the first step asks. */
export interface DraftValues {
  name: string;
  id: string;
  series: Series;
  country: string;
  timeZone: string;
  startTime: string;
}

/** What the second step asks; starts with what the series and the country suggest. */
export interface PlanValues {
  needs: Need[];
  specialDays: SpecialDayValue[];
}

export type DraftFaults = Partial<
  Record<keyof DraftValues, 'faultNeeded' | 'faultId' | 'faultCountry' | 'faultValue' | 'faultTaken'>
>;

/** 5k events are on Saturdays, junior events on Sundays. */
export const weekdayOf: Record<Series, Weekday> = { '5k': 'saturday', junior: 'sunday' };

const letters: Record<string, string> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss' };

/** The address that a name suggests: "Monrepos parkrun" gives `monrepos`. */
export function suggestedId(name: string): string {
  return name
    .toLowerCase()
    .replace(/[äöüß]/g, (letter) => letters[letter] ?? letter)
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/\bparkrun\b/g, ' ')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60)
    .replace(/-$/, '');
}

export function faultsOf({ name, id, country, timeZone, startTime }: DraftValues): DraftFaults {
  return {
    ...(name.trim() === '' ? { name: 'faultNeeded' } : {}),
    ...(/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id) ? {} : { id: 'faultId' }),
    ...(/^[A-Z]{2}$/.test(country) ? {} : { country: 'faultCountry' }),
    ...(timeZone.trim() === '' ? { timeZone: 'faultNeeded' } : {}),
    ...(/^([01]\d|2[0-3]):[0-5]\d$/.test(startTime) ? {} : { startTime: 'faultNeeded' }),
  };
}

/** The plan that the catalogue suggests for a series and a country. */
export function suggestedPlan(defaults: EventDefaults, { series, country }: DraftValues): PlanValues {
  const days = defaults.specialDays.find((each) => each.country === country)?.days ?? [];
  return {
    needs: (defaults.needs.find((each) => each.series === series)?.needs ?? []).map((need) => ({ ...need })),
    specialDays: days.map(({ month, day, startTime }) => ({ month, day, startTime: startTime ?? '' })),
  };
}

export const draftOf = (values: DraftValues, plan: PlanValues): EventDraft => ({
  ...values,
  name: values.name.trim(),
  timeZone: values.timeZone.trim(),
  weekday: weekdayOf[values.series],
  needs: plan.needs,
  specialDays: plan.specialDays.map(({ month, day, startTime }) =>
    startTime ? { month, day, startTime } : { month, day },
  ),
});

export function faultsByField(faults: readonly { pointer: string }[], values: DraftValues): DraftFaults {
  const fields = faults.map(({ pointer }) => pointer.split('/')[1] ?? '').filter((field) => field in values);
  return Object.fromEntries(fields.map((field) => [field, 'faultValue']));
}
