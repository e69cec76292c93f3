import type { Schedule, Slot } from '@/lib/api/types';

export interface Place {
  schedule: Schedule;
  slot: Slot;
}

/** What helpers see: neither drafts nor what is over. */
const isShown = ({ status, past }: Schedule) => !past && (status === 'published' || status === 'final');

/** Whether a slot's role has others on its date, so that the number tells them apart. */
export const isNumbered = ({ schedule, slot }: Place): boolean =>
  schedule.slots.some(({ id, role }) => role === slot.role && id !== slot.id);

const isOpen = ({ assignment }: Slot) => assignment === undefined || assignment.state === 'declined';

/** The slots that a helper has on coming dates; those of cancelled dates are left out. */
export function placesOf(helper: string, schedules: readonly Schedule[]): Place[] {
  return schedules
    .filter(isShown)
    .flatMap((schedule) =>
      schedule.slots.filter((slot) => slot.assignment?.helper === helper).map((slot) => ({ schedule, slot })),
    );
}

/** What a helper may take: open slots of published dates on which they have none; needed ones first. */
export function openPlaces(helper: string, schedules: readonly Schedule[]): Place[] {
  const free = schedules.filter(
    (schedule) =>
      isShown(schedule) &&
      schedule.status === 'published' &&
      !schedule.slots.some((slot) => slot.assignment?.helper === helper && !isOpen(slot)),
  );
  const places = free.flatMap((schedule) => schedule.slots.filter(isOpen).map((slot) => ({ schedule, slot })));
  const rank = ({ need }: Slot) => (need === 'needed' ? 0 : 1);
  return places.sort(
    (one, other) => one.schedule.date.localeCompare(other.schedule.date) || rank(one.slot) - rank(other.slot),
  );
}
