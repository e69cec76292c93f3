import { infiniteQueryOptions, type QueryClient } from '@tanstack/react-query';
import type { components } from '@/api/schema';
import { api } from '@/lib/api/client';
import { unwrap } from '@/lib/api/command';
import { live } from '@/lib/query-client';

export interface LogFilter {
  /** `event`, `schedule:<date>`, `helper:<id>`, or empty for everything. */
  entity: string;
  /** An account, or empty for anybody. */
  actor: string;
}

const key = (event: string) => ['events', event, 'activity'] as const;

/** The log, newest first, page after page. */
export const activityQuery = (event: string, { entity, actor }: LogFilter) =>
  infiniteQueryOptions({
    queryKey: [...key(event), entity, actor],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET('/events/{event}/activity', {
          params: {
            path: { event },
            query: {
              ...(entity ? { entity } : {}),
              ...(actor ? { actor } : {}),
              ...(pageParam ? { cursor: pageParam } : {}),
            },
          },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page: components['schemas']['ActivityPage']) => page.nextCursor,
    placeholderData: (before) => before,
    // Entries come up to a second after their change.
    ...live,
  });

export const forgetActivity = (client: QueryClient, event: string) =>
  client.invalidateQueries({ queryKey: key(event) });

/** The accounts that may stand in the log: those with access to the event. */
export const actorsOf = (event: string) => ({
  queryKey: ['events', event, 'members'] as const,
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    unwrap(api.GET('/events/{event}/members', { params: { path: { event } }, signal })),
});
