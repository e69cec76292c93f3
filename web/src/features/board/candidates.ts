import { queryOptions } from '@tanstack/react-query';
import { api } from '@/lib/api/client';
import { unwrap } from '@/lib/api/command';
import type { Candidate } from '@/lib/api/types';
import type { LocalDate } from '@/lib/dates';
import { matchesName, typedNumber } from '@/lib/fold';

/** Whom to ask for a slot, in the server's order; the whole directory. */
export const candidatesQuery = (event: string, date: LocalDate, slot: string) =>
  queryOptions({
    queryKey: ['events', event, 'candidates', date, slot],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/events/{event}/schedules/{date}/slots/{slot}/candidates', {
          params: { path: { event, date, slot } },
          signal,
        }),
      ),
    staleTime: 5_000,
    gcTime: 60_000,
  });

export const shownAtMost = 8;

/** Those that the typed text means: words of the name from their beginning, or digits of the parkrun ID. */
export function matching(candidates: readonly Candidate[], typed: string): readonly Candidate[] {
  const text = typed.trim();
  if (text === '') return candidates;
  const digits = typedNumber(text);
  if (digits !== null) return candidates.filter(({ parkrunNumber }) => String(parkrunNumber ?? '').startsWith(digits));
  return candidates.filter(({ name }) => matchesName(name, text));
}

/** Taking this candidate needs a reason. */
export const isWarned = ({ group, warning }: Candidate): boolean => group === 'warned' || warning !== undefined;
