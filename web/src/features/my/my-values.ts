import type { components } from '@/api/schema';
import type { Helper } from '@/lib/api/types';

/** What helpers change about themselves, as the form holds it. */
export interface MyValues {
  phone: string;
  email: string;
  wishedEveryWeeks: string;
  absences: { from: string; to: string }[];
}

export type MyField = keyof MyValues;

export function valuesOf({ phone, email, wishedEveryWeeks, absences }: Helper): MyValues {
  return {
    phone: phone ?? '',
    email: email ?? '',
    wishedEveryWeeks: wishedEveryWeeks === undefined ? '' : String(wishedEveryWeeks),
    absences: (absences ?? []).map(({ from, to }) => ({ from, to })),
  };
}

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

/** The fields whose values differ. */
export function differing(one: MyValues, other: MyValues): MyField[] {
  return (['phone', 'email', 'wishedEveryWeeks', 'absences'] as const).filter(
    (field) => !same(one[field], other[field]),
  );
}

export function patchOf(before: MyValues, values: MyValues): components['schemas']['HelperPatch'] | undefined {
  const changed = differing(before, values);
  if (changed.length === 0) return undefined;
  return {
    ...(changed.includes('phone') ? { phone: values.phone.trim() || null } : {}),
    ...(changed.includes('email') ? { email: values.email.trim() || null } : {}),
    ...(changed.includes('wishedEveryWeeks')
      ? { wishedEveryWeeks: values.wishedEveryWeeks ? Number(values.wishedEveryWeeks) : null }
      : {}),
    ...(changed.includes('absences') ? { absences: values.absences } : {}),
  };
}

export function datesAreWhole({ absences }: MyValues): boolean {
  return absences.every(({ from, to }) => from !== '' && to !== '' && from <= to);
}
