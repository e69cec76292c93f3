import type { components } from '@/api/schema';
import type { Helper } from '@/lib/api/types';
import { differing } from '@/lib/edit';
import { isPeriod } from '@/lib/typed-date';

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
  return absences.every(isPeriod);
}
