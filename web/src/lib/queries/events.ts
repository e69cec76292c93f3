import { queryOptions, type QueryClient } from '@tanstack/react-query';
import { api } from '../api/client';
import { unwrap } from '../api/command';
import type { Event } from '../api/types';

const key = (event: string) => ['events', event, 'event'] as const;

/** One event with its settings. */
export const eventQuery = (event: string) =>
  queryOptions({
    queryKey: key(event),
    queryFn: ({ signal }) => unwrap(api.GET('/events/{event}', { params: { path: { event } }, signal })),
  });

/** Puts the event that a change answered in its place, and asks for the account's events anew. */
export function storeEvent(client: QueryClient, event: Event): void {
  client.setQueryData<Event>(key(event.id), (before) => (before && before.rev > event.rev ? before : event));
  void client.invalidateQueries({ queryKey: ['me'] });
}
