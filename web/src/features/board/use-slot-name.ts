import { useMemo } from 'react';
import { useRoleNames } from '@/lib/queries/roles';
import type { RowGroup } from './board-model';

/** Names a slot, "Timekeeper 2", without its number where the board has one row of the role. */
export function useSlotName(groups: readonly RowGroup[]): (slot: string) => string {
  const names = useRoleNames();
  return useMemo(() => {
    const single = new Set(groups.flatMap(({ rows }) => rows.filter(({ many }) => !many).map(({ slot }) => slot)));
    return (slot) => names.slot(slot, !single.has(slot));
  }, [groups, names]);
}
