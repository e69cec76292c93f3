import { queryOptions, type QueryClient } from '@tanstack/react-query';
import { api } from '../api/client';
import { unwrap } from '../api/command';
import type { Schedule, ScheduleRange } from '../api/types';
import type { LocalDate } from '../dates';
import { keepNewer, live } from '../query-client';

const key = {
  ranges: (event: string) => ['events', event, 'schedules', 'range'] as const,
  range: (event: string, from?: LocalDate, to?: LocalDate) => [...key.ranges(event), from ?? '', to ?? ''] as const,
  one: (event: string, date: LocalDate) => ['events', event, 'schedules', date] as const,
};

/** Six dates from the event's today, or those between `from` and `to`. Live. */
export const scheduleRangeQuery = (event: string, from?: LocalDate, to?: LocalDate) =>
  queryOptions({
    queryKey: key.range(event, from, to),
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/events/{event}/schedules', {
          params: { path: { event }, query: { ...(from ? { from } : {}), ...(to ? { to } : {}) } },
          signal,
        }),
      ),
    structuralSharing: (before, after) => shareRange(before as ScheduleRange | undefined, after as ScheduleRange),
    ...live,
  });

/** The schedule of one date. Live. */
export const scheduleQuery = (event: string, date: LocalDate) =>
  queryOptions({
    queryKey: key.one(event, date),
    queryFn: ({ signal }) =>
      unwrap(api.GET('/events/{event}/schedules/{date}', { params: { path: { event, date } }, signal })),
    structuralSharing: (before, after) => shareSchedule(before as Schedule | undefined, after as Schedule),
    ...live,
  });

/** Puts the schedule that a change answered wherever it is shown. */
export function storeSchedule(client: QueryClient, event: string, schedule: Schedule): void {
  client.setQueryData<Schedule>(key.one(event, schedule.date), (before) => before && shareSchedule(before, schedule));
  client.setQueriesData<ScheduleRange>({ queryKey: key.ranges(event) }, (before) => {
    if (!before?.schedules.some(({ date }) => date === schedule.date)) return before;
    const schedules = before.schedules.map((each) => (each.date === schedule.date ? schedule : each));
    return shareRange(before, { ...before, schedules });
  });
}

/** Keeps the objects of whatever did not change, so that nothing else renders, and never a lower `rev`. */
function shareRange(before: ScheduleRange | undefined, after: ScheduleRange): ScheduleRange {
  if (!before) return after;
  const old = new Map(before.schedules.map((schedule) => [schedule.date, schedule]));
  const schedules = after.schedules.map((schedule) => shareSchedule(old.get(schedule.date), schedule));
  const same =
    schedules.length === before.schedules.length &&
    schedules.every((schedule, at) => schedule === before.schedules[at]);
  if (!same) return { ...after, schedules };
  return before.today === after.today && before.from === after.from && before.to === after.to
    ? before
    : { ...after, schedules: before.schedules };
}

function shareSchedule(before: Schedule | undefined, after: Schedule): Schedule {
  if (!before) return after;
  const newer = keepNewer(before, after);
  if (newer === before || equal(before, after)) return before;
  const old = new Map(before.slots.map((slot) => [slot.id, slot]));
  const slots = after.slots.map((slot) => {
    const known = old.get(slot.id);
    return known && equal(known, slot) ? known : slot;
  });
  return { ...after, slots };
}

/** Both come from JSON with the members in the server's order. */
const equal = (left: unknown, right: unknown) => JSON.stringify(left) === JSON.stringify(right);

/** After a refusal: somebody else changed a schedule, so whatever is shown is asked again. */
export const forgetSchedules = (client: QueryClient, event: string): Promise<void> =>
  client.invalidateQueries({ queryKey: ['events', event, 'schedules'] });
