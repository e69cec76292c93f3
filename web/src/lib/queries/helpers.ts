import { infiniteQueryOptions, queryOptions, type InfiniteData, type QueryClient } from '@tanstack/react-query';
import type { components } from '@/api/schema';
import { api } from '../api/client';
import { unwrap } from '../api/command';
import type { Helper, Level } from '../api/types';

type HelperPage = components['schemas']['HelperPage'];

export const sortings = ['name', 'parkrunNumber', 'lastHelped'] as const;
export type Sorting = (typeof sortings)[number];

export interface HelperFilter {
  q: string;
  role: string;
  level: '' | Level;
  archived: boolean;
  sort: Sorting;
}

const key = {
  all: (event: string) => ['events', event, 'helpers'] as const,
  lists: (event: string) => ['events', event, 'helpers', 'list'] as const,
  one: (event: string, helper: string) => ['events', event, 'helpers', 'one', helper] as const,
};

/** The directory, filtered and sorted by the server, page after page. */
export const helpersQuery = (event: string, filter: HelperFilter) =>
  infiniteQueryOptions({
    queryKey: [...key.lists(event), filter],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET('/events/{event}/helpers', {
          params: {
            path: { event },
            query: {
              ...(filter.q ? { q: filter.q } : {}),
              ...(filter.role ? { role: filter.role } : {}),
              ...(filter.level ? { level: filter.level } : {}),
              ...(filter.archived ? { archived: true } : {}),
              sort: filter.sort,
              limit: 100,
              ...(pageParam ? { cursor: pageParam } : {}),
            },
          },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page: HelperPage) => page.nextCursor,
    placeholderData: (before) => before,
  });

export const helperQuery = (event: string, helper: string) =>
  queryOptions({
    queryKey: key.one(event, helper),
    queryFn: ({ signal }) =>
      unwrap(api.GET('/events/{event}/helpers/{helper}', { params: { path: { event, helper } }, signal })),
  });

/**
 * Puts the helper that a change answered wherever it is shown; lists are asked again, as order and filters may change.
 */
export function storeHelper(client: QueryClient, event: string, helper: Helper): void {
  client.setQueryData<Helper>(key.one(event, helper.id), (before) =>
    before && before.rev > helper.rev ? before : helper,
  );
  client.setQueriesData<InfiniteData<HelperPage>>(
    { queryKey: key.lists(event) },
    (before) =>
      before && {
        ...before,
        pages: before.pages.map((page) => ({
          ...page,
          helpers: page.helpers.map((each) => (each.id === helper.id ? helper : each)),
        })),
      },
  );
  void client.invalidateQueries({ queryKey: key.lists(event) });
}

/** After changes whose answers do not carry the helpers (an import): whatever is shown is asked again. */
export const forgetHelpers = (client: QueryClient, event: string): Promise<void> =>
  client.invalidateQueries({ queryKey: key.all(event) });
