import type { EventDraft, Series } from '@/lib/api/types';

export interface DraftValues {
  name: string;
  id: string;
  series: Series;
  country: string;
  timeZone: string;
}

export type DraftFaults = Partial<Record<keyof DraftValues, 'faultNeeded' | 'faultId' | 'faultCountry' | 'faultValue'>>;

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
    .slice(0, 60);
}

export function faultsOf({ name, id, country, timeZone }: DraftValues): DraftFaults {
  return {
    ...(name.trim() === '' ? { name: 'faultNeeded' } : {}),
    ...(/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id) ? {} : { id: 'faultId' }),
    ...(/^[A-Z]{2}$/.test(country) ? {} : { country: 'faultCountry' }),
    ...(timeZone.trim() === '' ? { timeZone: 'faultNeeded' } : {}),
  };
}

export const draftOf = (values: DraftValues): EventDraft => ({
  ...values,
  name: values.name.trim(),
  timeZone: values.timeZone.trim(),
});

export function faultsByField(faults: readonly { pointer: string }[], values: DraftValues): DraftFaults {
  const fields = faults.map(({ pointer }) => pointer.split('/')[1] ?? '').filter((field) => field in values);
  return Object.fromEntries(fields.map((field) => [field, 'faultValue']));
}
