import type { Assignment, Role, Schedule, Slot } from '@/lib/api/types';
import type { LocalDate } from '@/lib/dates';

/** Names one slot of one date: `2026-12-05/timekeeper-2`. */
export type PlaceKey = `${LocalDate}/${string}`;

export const placeKey = (date: LocalDate, slot: string): PlaceKey => `${date}/${slot}`;

export function splitKey(key: string): { date: LocalDate; slot: string } {
  const at = key.indexOf('/');
  return { date: key.slice(0, at), slot: key.slice(at + 1) };
}

export interface Row {
  /** The slot's id, the same on every date. */
  slot: string;
  role: string;
  /** The role has several rows, so the number is shown. */
  many: boolean;
}

export interface RowGroup {
  group: Role['group'];
  rows: readonly Row[];
}

export type SlotState = 'confirmed' | 'proposed' | 'declined' | 'needed' | 'preferred' | 'extra' | 'reserved';

/**
 * What is on the way to the server: who will be in the slot (null: nobody); tentative once recorded but not decided.
 */
export interface Pending {
  assignment: Assignment | null;
  tentative: boolean;
}

export function isOpen(slot: Slot): boolean {
  return !slot.assignment || slot.assignment.state === 'declined';
}

/** The helper whom a command on the slot must expect. */
export const holderOf = (slot: Slot): string | null => slot.assignment?.helper ?? null;

export function slotState(slot: Slot, tentative = false): SlotState {
  if (tentative) return 'reserved';
  return slot.assignment ? slot.assignment.state : slot.need;
}

/** The slot with somebody else in it, or nobody. */
export function withAssignment(slot: Slot, next: Assignment | null): Slot {
  const { assignment, ...rest } = slot;
  return next ? { ...rest, assignment: next } : rest;
}

/** The slot as it will be, as soon as somebody acts: the answer of the server follows. */
export const withPending = (slot: Slot, pending: Pending | undefined): Slot =>
  pending ? withAssignment(slot, pending.assignment) : slot;

export type Tone = 'open' | 'preferred' | 'full';

/** Red while a needed slot is open, amber while a preferred one is or somebody is only proposed, else green. */
export function toneOf({ openNeeded, openPreferred, proposed }: Schedule): Tone {
  if (openNeeded > 0) return 'open';
  return openPreferred > 0 || proposed > 0 ? 'preferred' : 'full';
}

/** Nothing may change on it: past, finished or cancelled. */
export const isReadOnly = ({ past, status }: Schedule): boolean => past || status === 'final' || status === 'cancelled';

const order: readonly Role['group'][] = ['lead', 'start', 'course', 'finish', 'close', 'more'];

/** One row per slot that any of the dates has, by group and in the order of the catalogue. */
export function rowGroups(schedules: readonly Schedule[], catalogue: readonly Role[]): RowGroup[] {
  const known = new Map(catalogue.map((role, at) => [role.id, { at, group: role.group }]));
  const indexes = new Map<string, Set<number>>();
  for (const { slots } of schedules) {
    for (const { role, index } of slots) {
      const numbers = indexes.get(role);
      if (numbers) numbers.add(index);
      else indexes.set(role, new Set([index]));
    }
  }
  const roles = [...indexes.keys()].sort(
    (left, right) =>
      (known.get(left)?.at ?? Infinity) - (known.get(right)?.at ?? Infinity) || left.localeCompare(right),
  );
  return order.flatMap((group) => {
    const rows = roles
      .filter((role) => (known.get(role)?.group ?? 'more') === group)
      .flatMap((role) => {
        const numbers = [...(indexes.get(role) ?? [])].sort((left, right) => left - right);
        return numbers.map((index) => ({ slot: `${role}-${index}`, role, many: numbers.length > 1 }));
      });
    return rows.length > 0 ? [{ group, rows }] : [];
  });
}

/** Only the rows on which some date that may still change has an open slot. */
export function onlyOpen(groups: readonly RowGroup[], schedules: readonly Schedule[]): RowGroup[] {
  const open = new Set(
    schedules
      .filter((schedule) => !isReadOnly(schedule))
      .flatMap(({ slots }) => slots.filter(isOpen).map(({ id }) => id)),
  );
  return groups.flatMap(({ group, rows }) => {
    const left = rows.filter(({ slot }) => open.has(slot));
    return left.length > 0 ? [{ group, rows: left }] : [];
  });
}

/** After filling a slot: the date's next open one below it, needed before preferred, from the top again if need be. */
export function nextOpen(schedule: Schedule, rows: readonly Row[], after: string): string | null {
  const slots = new Map(schedule.slots.map((slot) => [slot.id, slot]));
  const at = rows.findIndex(({ slot }) => slot === after);
  const turned = [...rows.slice(at + 1), ...rows.slice(0, Math.max(at, 0))];
  for (const need of ['needed', 'preferred'] as const) {
    const found = turned.find(({ slot }) => {
      const there = slots.get(slot);
      return there && there.need === need && isOpen(there);
    });
    if (found) return found.slot;
  }
  return null;
}
