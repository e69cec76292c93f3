import { QueryClient } from '@tanstack/react-query';
import { ApiProblem } from './api/problem';
import { SignInNeeded } from './auth/auth-client';

const pollInterval = 4_000;

/** Refusals do not change by asking again. */
const isRefused = (error: unknown) =>
  error instanceof SignInNeeded || (error instanceof ApiProblem && error.status < 500 && error.status !== 429);

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        retry: (failures, error) => !isRefused(error) && failures < 2,
        // The browser's idea of "online" is often wrong; a request tells.
        networkMode: 'always',
      },
      mutations: { retry: false, networkMode: 'always' },
    },
  });
}

/** For queries that show what somebody else may change: asked every 4 s while the page is visible. */
export const live = {
  staleTime: 0,
  refetchInterval: (query: { state: { error: unknown } }) => (isRefused(query.state.error) ? false : pollInterval),
  refetchIntervalInBackground: false,
} as const;

/**
 * For `structuralSharing`: never lets an answer that was under way for longer replace a higher `rev`.
 */
export function keepNewer<T extends { rev: number }>(before: T | undefined, after: T): T {
  return before && before.rev > after.rev ? before : after;
}
