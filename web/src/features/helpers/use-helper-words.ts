import { useMemo } from 'react';
import { formatDate } from '@/lib/dates';
import { useRoleNames } from '@/lib/queries/roles';
import type { Helper, Level } from './helper-values';
import { useText } from './locale';
import { weeksBetween } from './weeks';

/** What the directory says about a helper, in the language chosen. `today` is the event's. */
export function useHelperWords(today: string | undefined) {
  const t = useText();
  const names = useRoleNames();
  return useMemo(() => {
    const level = (value: Level) => {
      if (value === 'training') return t('levelTraining');
      return value === 'trainer' ? t('levelTrainer') : t('levelSignedOff');
    };
    const role = (id: string, expires: string | undefined) => {
      if (!expires) return names.role(id);
      const ended = today !== undefined && expires < today;
      return t(ended ? 'levelEnded' : 'levelUntil', { role: names.role(id), date: formatDate(expires, 'year') });
    };
    return {
      level,
      /** "signed off: Timekeeper, Marshal", one entry for each level. */
      levels: ({ levels = [] }: Helper): string[] =>
        (['trainer', 'signedOff', 'training'] as const).flatMap((value) => {
          const roles = levels.filter((each) => each.level === value).map((each) => role(each.role, each.expires));
          return roles.length === 0 ? [] : [`${level(value)}: ${roles.join(', ')}`];
        }),
      lastHelped: ({ lastHelped }: Helper): string => {
        if (lastHelped === undefined) return t('never');
        return today === undefined ? formatDate(lastHelped) : t('weeksAgo', { count: weeksBetween(lastHelped, today) });
      },
      wish: ({ wishedEveryWeeks }: Helper): string =>
        wishedEveryWeeks === undefined ? t('noWish') : t('everyWeeks', { count: wishedEveryWeeks }),
      name: (helper: Helper): string => (helper.erased ? t('erased') : helper.name),
    };
  }, [t, names, today]);
}
