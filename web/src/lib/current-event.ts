import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import type { Access, MyEvent } from './api/types';
import { meQuery } from './queries/me';

const rank: Record<Access, number> = { helper: 1, runDirector: 2, coordinator: 3, admin: 4 };

/** The slug in the address. Only below a route with `:event`. */
export function useEventId(): string {
  const { event } = useParams();
  if (!event) throw new Error('there is no event in this address');
  return event;
}

/** The event of the address as the account sees it; undefined until known, or if it is not the account's. */
export function useMyEvent(): MyEvent | undefined {
  const { event } = useParams();
  return useQuery(meQuery()).data?.events.find(({ id }) => id === event);
}

/** Whether the account has at least this access to the event of the address. What it may not do is not shown. */
export function useMay(least: Access): boolean {
  const mine = useMyEvent();
  return mine !== undefined && rank[mine.access] >= rank[least];
}
