import { useCallback } from 'react';
import type { Warning } from '@/lib/api/types';
import { useRoleNames } from '@/lib/queries/roles';
import { useText } from './locale';

const known = [
  'notSignedOff',
  'levelExpired',
  'absent',
  'archived',
  'avoidsRole',
  'pairDiscouraged',
  'declinedBefore',
] as const;

/** What the rules say of somebody in a slot though they let it pass: "Kim MULDER: Away on that date." */
export function useWarningsText(): (warnings: readonly Warning[]) => string[] {
  const t = useText();
  const names = useRoleNames();
  return useCallback(
    (warnings) =>
      warnings.map(({ code, name, role }) => {
        const found = known.find((each) => each === code);
        const sentence = t(found ? `warn-${found}` : 'warn-other', { role: names.role(role ?? '') });
        return name === undefined ? sentence : `${name}: ${sentence}`;
      }),
    [names, t],
  );
}
