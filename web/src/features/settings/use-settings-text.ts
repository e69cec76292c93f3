import { formatDate } from '@/lib/dates';
import { useRoleNames } from '@/lib/queries/roles';
import { useText } from './locale';
import type { SettingsField, SettingsValues } from './settings-values';

const labels = {
  name: 'name',
  weekday: 'weekday',
  startTime: 'startTime',
  timeZone: 'timeZone',
  languages: 'languages',
  needs: 'needs',
  specialDays: 'specialDays',
  allowedPairs: 'pairs',
} as const satisfies Record<SettingsField, string>;

/** "25 Dec": of no year, so of a leap year. */
const dayOfYear = (month: number, day: number) =>
  formatDate(`2000-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`);

/** Names of the form's fields, and their values as one line. */
export function useSettingsText() {
  const t = useText();
  const names = useRoleNames();
  const text = (field: SettingsField, values: SettingsValues): string => {
    switch (field) {
      case 'weekday':
        return t(values.weekday);
      case 'languages':
        return values.languages.map((each) => (each === 'de' ? t('languageDe') : t('languageEn'))).join(', ');
      case 'needs':
        return values.needs
          .map(({ role, need, prefer }) => t('needCount', { role: names.role(role), need, prefer }))
          .join(', ');
      case 'specialDays':
        return values.specialDays
          .map(({ month, day, startTime }) => `${dayOfYear(month, day)} ${startTime}`.trim())
          .join(', ');
      case 'allowedPairs':
        return values.allowedPairs
          .map(({ first, second }) => t('pair', { first: names.role(first), second: names.role(second) }))
          .join(', ');
      default:
        return values[field];
    }
  };
  return { label: (field: SettingsField) => t(labels[field]), text };
}
