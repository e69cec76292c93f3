import type { components } from '@/api/schema';
import type { Event, Need, Weekday } from '@/lib/api/types';
import { differing } from '@/lib/edit';

type Schemas = components['schemas'];
type Language = Schemas['Language'];

export const weekdays: readonly Weekday[] = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
];

/** The settings as the form holds them. */
export interface SettingsValues {
  name: string;
  weekday: Weekday;
  startTime: string;
  timeZone: string;
  languages: Language[];
  needs: Need[];
  specialDays: { month: number; day: number; startTime: string }[];
  allowedPairs: { first: string; second: string }[];
}

export type SettingsField = keyof SettingsValues;
export type SettingsFaults = Partial<Record<SettingsField, 'faultNeeded' | 'faultValue' | 'faultSameRole'>>;

export function valuesOf(event: Event): SettingsValues {
  return {
    name: event.name,
    weekday: event.weekday,
    startTime: event.startTime,
    timeZone: event.timeZone,
    languages: [...event.languages].sort(),
    needs: (event.needs ?? []).map(({ role, need, prefer }) => ({ role, need, prefer })),
    specialDays: (event.specialDays ?? []).map(({ month, day, startTime }) => ({
      month,
      day,
      startTime: startTime ?? '',
    })),
    allowedPairs: (event.allowedPairs ?? []).map(({ first, second }) => ({ first, second })),
  };
}

export function patchOf(before: SettingsValues, values: SettingsValues): Schemas['EventPatch'] | undefined {
  const changed = differing(before, values);
  if (changed.length === 0) return undefined;
  const has = (field: SettingsField) => changed.includes(field);
  return {
    ...(has('name') ? { name: values.name.trim() } : {}),
    ...(has('weekday') ? { weekday: values.weekday } : {}),
    ...(has('startTime') ? { startTime: values.startTime } : {}),
    ...(has('timeZone') ? { timeZone: values.timeZone.trim() } : {}),
    ...(has('languages') ? { languages: values.languages } : {}),
    ...(has('needs') ? { needs: values.needs } : {}),
    ...(has('specialDays')
      ? {
          specialDays: values.specialDays.map(({ month, day, startTime }) =>
            startTime ? { month, day, startTime } : { month, day },
          ),
        }
      : {}),
    ...(has('allowedPairs') ? { allowedPairs: values.allowedPairs } : {}),
  };
}

export function faultsOf(values: SettingsValues): SettingsFaults {
  const faults: SettingsFaults = {};
  if (values.name.trim() === '') faults.name = 'faultNeeded';
  if (values.timeZone.trim() === '') faults.timeZone = 'faultNeeded';
  if (!/^([01]\d|2[0-3]):[0-5]\d$/.test(values.startTime)) faults.startTime = 'faultNeeded';
  if (values.languages.length === 0) faults.languages = 'faultNeeded';
  if (values.allowedPairs.some(({ first, second }) => first === '' || second === ''))
    faults.allowedPairs = 'faultNeeded';
  else if (values.allowedPairs.some(({ first, second }) => first === second)) faults.allowedPairs = 'faultSameRole';
  return faults;
}

/** The server's faults by field; the first member of each pointer names it. */
export function faultsByField(faults: readonly { pointer: string }[], values: SettingsValues): SettingsFaults {
  const fields = faults.map(({ pointer }) => pointer.split('/')[1] ?? '');
  return Object.fromEntries(fields.filter((field) => field in values).map((field) => [field, 'faultValue']));
}
