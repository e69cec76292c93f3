import type { components } from '@/api/schema';
import type { Helper, Level } from '@/lib/api/types';
import { sameValue } from '@/lib/edit';
import { isDate, isPeriod, readDate } from '@/lib/typed-date';

type Schemas = components['schemas'];
type RoleLevel = Schemas['RoleLevel'];
export type { Helper, Level };

/** What the form holds: texts as typed, empty where nothing is known. */
export interface HelperValues {
  name: string;
  phone: string;
  email: string;
  notes: string;
  ageBand: '' | Schemas['AgeBand'];
  wishedEveryWeeks: string;
  levels: { role: string; level: Level; expires: string }[];
  prefers: string[];
  avoids: string[];
  absences: { from: string; to: string }[];
  contact: boolean;
  phoneToTeam: boolean;
}

export type HelperField = keyof HelperValues;
export type ValueFault = 'faultNeeded' | 'faultTooLong' | 'faultValue' | 'faultDates';
export type ValueFaults = Partial<Record<HelperField | 'parkrunId', ValueFault>>;

const helperFields = [
  'name',
  'phone',
  'email',
  'notes',
  'ageBand',
  'wishedEveryWeeks',
  'levels',
  'prefers',
  'avoids',
  'absences',
  'contact',
  'phoneToTeam',
] as const satisfies readonly HelperField[];

export const noValues: HelperValues = {
  name: '',
  phone: '',
  email: '',
  notes: '',
  ageBand: '',
  wishedEveryWeeks: '',
  levels: [],
  prefers: [],
  avoids: [],
  absences: [],
  contact: false,
  phoneToTeam: false,
};

export function valuesOf(helper: Helper): HelperValues {
  return {
    name: helper.name,
    phone: helper.phone ?? '',
    email: helper.email ?? '',
    notes: helper.notes ?? '',
    ageBand: helper.ageBand ?? '',
    wishedEveryWeeks: helper.wishedEveryWeeks === undefined ? '' : String(helper.wishedEveryWeeks),
    levels: (helper.levels ?? []).map(({ role, level, expires }) => ({ role, level, expires: expires ?? '' })),
    prefers: [...(helper.prefers ?? [])],
    avoids: [...(helper.avoids ?? [])],
    absences: (helper.absences ?? []).map(({ from, to }) => ({ from, to })),
    contact: helper.consents?.contact ?? false,
    phoneToTeam: helper.consents?.phoneToTeam ?? false,
  };
}

const levelsOf = (values: HelperValues): RoleLevel[] =>
  values.levels.map(({ role, level, expires }) => (expires ? { role, level, expires } : { role, level }));

/** A new helper from the form; `number` without the letter A. */
export function draftOf(values: HelperValues, number: number | undefined): Schemas['HelperDraft'] {
  const phone = values.phone.trim();
  const email = values.email.trim();
  const notes = values.notes.trim();
  return {
    name: values.name.trim(),
    ...(number === undefined ? {} : { parkrunNumber: number }),
    ...(phone ? { phone } : {}),
    ...(email ? { email } : {}),
    ...(notes ? { notes } : {}),
    ...(values.ageBand ? { ageBand: values.ageBand } : {}),
    ...(values.wishedEveryWeeks ? { wishedEveryWeeks: Number(values.wishedEveryWeeks) } : {}),
    ...(values.levels.length > 0 ? { levels: levelsOf(values) } : {}),
    ...(values.prefers.length > 0 ? { prefers: values.prefers } : {}),
    ...(values.avoids.length > 0 ? { avoids: values.avoids } : {}),
    ...(values.absences.length > 0 ? { absences: values.absences } : {}),
    ...(values.contact || values.phoneToTeam
      ? { consents: { contact: values.contact, phoneToTeam: values.phoneToTeam } }
      : {}),
  };
}

/** What differs from the values that the form was opened with, or undefined if nothing does. */
export function patchOf(before: HelperValues, values: HelperValues): Schemas['HelperPatch'] | undefined {
  const patch: Schemas['HelperPatch'] = {};
  const changed = (field: HelperField) => !sameValue(before[field], values[field]);
  if (changed('name')) patch.name = values.name.trim();
  if (changed('phone')) patch.phone = values.phone.trim() || null;
  if (changed('email')) patch.email = values.email.trim() || null;
  if (changed('notes')) patch.notes = values.notes.trim() || null;
  if (changed('ageBand') && values.ageBand) patch.ageBand = values.ageBand;
  if (changed('wishedEveryWeeks')) {
    patch.wishedEveryWeeks = values.wishedEveryWeeks ? Number(values.wishedEveryWeeks) : null;
  }
  if (changed('levels')) patch.levels = levelsOf(values);
  if (changed('prefers')) patch.prefers = values.prefers;
  if (changed('avoids')) patch.avoids = values.avoids;
  if (changed('absences')) patch.absences = values.absences;
  if (changed('contact') || changed('phoneToTeam')) {
    patch.consents = { contact: values.contact, phoneToTeam: values.phoneToTeam };
  }
  return Object.keys(patch).length === 0 ? undefined : patch;
}

/** What can be told without asking the server; it checks everything again. */
export function faultsOf(values: HelperValues): ValueFaults {
  const faults: ValueFaults = {};
  if (values.name.trim() === '') faults.name = 'faultNeeded';
  if (values.levels.some(({ role }) => role === '')) faults.levels = 'faultNeeded';
  else if (values.levels.some(({ expires }) => readDate(expires) === undefined)) faults.levels = 'faultValue';
  if (values.absences.some(({ from, to }) => from === '' || to === '')) faults.absences = 'faultNeeded';
  else if (values.absences.some(({ from, to }) => !isDate(from) || !isDate(to))) faults.absences = 'faultValue';
  else if (!values.absences.every(isPeriod)) faults.absences = 'faultDates';
  return faults;
}

/** The server's faults by field; those that belong to no field of the form are left out. */
export function faultsByField(faults: readonly { pointer: string; reason: string }[]): ValueFaults {
  const byField: ValueFaults = {};
  for (const { pointer, reason } of faults) {
    const [, member = '', inner = ''] = pointer.split('/');
    const field = fieldOf(member, inner);
    if (field) byField[field] = /long|length/i.test(reason) ? 'faultTooLong' : 'faultValue';
  }
  return byField;
}

function fieldOf(member: string, inner: string): keyof ValueFaults | undefined {
  if (member === 'parkrunNumber' || member === 'number') return 'parkrunId';
  if (member === 'consents') return inner === 'phoneToTeam' ? 'phoneToTeam' : 'contact';
  return helperFields.find((field) => field === member);
}
