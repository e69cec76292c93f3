import type { Schedule, Slot } from '@/lib/api/types';

export type SlotState = 'confirmed' | 'proposed' | 'declined' | 'needed' | 'preferred' | 'extra';

/** How a slot stands: by its assignment, else by how much it is wanted. */
export function stateOf({ assignment, need }: Slot): SlotState {
  return assignment?.state ?? need;
}

/** A slot that somebody has to fill before the start: needed, and empty or declined. */
export function isMissing(slot: Slot): boolean {
  return slot.need === 'needed' && (slot.assignment === undefined || slot.assignment.state === 'declined');
}

export function isFilled({ assignment }: Slot): boolean {
  return assignment !== undefined && assignment.state !== 'declined';
}

/** The date before and after one in a list of dates, whether or not it stands there itself. */
export function neighbours(dates: readonly string[], date: string): { earlier?: string; later?: string } {
  const earlier = dates.findLast((each) => each < date);
  const later = dates.find((each) => each > date);
  return { ...(earlier ? { earlier } : {}), ...(later ? { later } : {}) };
}

/** Roles whose slots need their number to be told apart. */
export function rolesWithSeveralSlots({ slots }: Schedule): ReadonlySet<string> {
  const seen = new Set<string>();
  return new Set(slots.filter(({ role }) => seen.has(role) || !seen.add(role)).map(({ role }) => role));
}
