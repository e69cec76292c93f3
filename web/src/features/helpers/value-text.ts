import { formatDate } from '@/lib/dates';
import { useRoleNames } from '@/lib/queries/roles';
import type { HelperField, HelperValues } from './helper-values';
import { useText } from './locale';
import { useHelperWords } from './use-helper-words';

const labels = {
  name: 'name',
  phone: 'phone',
  email: 'email',
  notes: 'notes',
  ageBand: 'ageBand',
  wishedEveryWeeks: 'wish',
  levels: 'levels',
  prefers: 'prefers',
  avoids: 'avoids',
  absences: 'absences',
  contact: 'consentContact',
  phoneToTeam: 'consentPhone',
} as const satisfies Record<HelperField, string>;

/** Names of the form's fields, and their values as one line. */
export function useValueText() {
  const t = useText();
  const names = useRoleNames();
  const words = useHelperWords(undefined);
  const ages = { under11: t('ageUnder11'), from11to17: t('ageFrom11to17'), adult: t('ageAdult'), '': t('ageUnknown') };
  const text = (field: HelperField, values: HelperValues): string => {
    switch (field) {
      case 'ageBand':
        return ages[values.ageBand];
      case 'wishedEveryWeeks':
        return values.wishedEveryWeeks ? t('wishEvery', { count: Number(values.wishedEveryWeeks) }) : t('wishNone');
      case 'levels':
        return values.levels
          .map(({ role, level, expires }) => {
            const known = `${names.role(role)} ${words.level(level)}`;
            return expires ? t('levelUntil', { role: known, date: formatDate(expires, 'year') }) : known;
          })
          .join(', ');
      case 'prefers':
      case 'avoids':
        return values[field].map(names.role).join(', ');
      case 'absences':
        return values.absences
          .map(({ from, to }) => t('period', { from: formatDate(from, 'year'), to: formatDate(to, 'year') }))
          .join(', ');
      case 'contact':
      case 'phoneToTeam':
        return values[field] ? t('yes') : t('no');
      default:
        return values[field];
    }
  };
  return { label: (field: HelperField) => t(labels[field]), text };
}
