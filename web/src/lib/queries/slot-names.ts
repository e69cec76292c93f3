import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useRoleNames } from './roles';
import { scheduleRangeQuery } from './schedules';

/** Names a slot as the board of the next dates does: with its number where a role has several slots there. */
export function useSlotNames(event: string): (slot: string) => string {
  const names = useRoleNames();
  // Which roles have several slots seldom changes, so this does not poll.
  const { data } = useQuery({ ...scheduleRangeQuery(event), refetchInterval: false });
  return useMemo(() => {
    const several = new Set(
      data?.schedules.flatMap(({ slots }) => slots.filter(({ index }) => index > 1).map(({ role }) => role)),
    );
    return (slot) => {
      const dash = slot.lastIndexOf('-');
      const alone = data !== undefined && slot.slice(dash) === '-1' && !several.has(slot.slice(0, dash));
      return names.slot(slot, !alone);
    };
  }, [data, names]);
}
