import { http, HttpResponse, type HttpHandler } from 'msw';
import type { Candidate, Schedule, Slot, Warning } from '@/lib/api/types';
import { range, schedule } from './fixtures';
import { address, problem } from './handlers';

export interface FakeSchedules {
  /** As the server knows them; tests change them to play somebody else. */
  readonly byDate: Map<string, Schedule>;
  /** Every change asked for: method, path below the event, body, key. */
  readonly changes: { method: string; path: string; body: unknown; opId: string | null }[];
  readonly handlers: HttpHandler[];
  /** Puts somebody into a slot as another coordinator would. */
  put(date: string, slot: string, assignment: Slot['assignment'] | null): void;
}

interface AssignmentBody {
  helper: string | null;
  expect: string | null;
  state?: 'proposed' | 'confirmed' | 'declined';
}

/**
 * Enough of the server's schedules for the board: slots with `expect`, swap, undo, publish, cancel; candidates by
 * list.
 */
export function fakeSchedules(schedules: Schedule[], candidates: Candidate[]): FakeSchedules {
  const byDate = new Map(schedules.map((each) => [each.date, each]));
  const changes: FakeSchedules['changes'] = [];
  const before = new Map<string, Schedule>();
  const names = new Map([
    ...candidates.map(({ helper, name }) => [helper, name] as const),
    ...schedules.flatMap(({ slots }) =>
      slots.flatMap(({ assignment }) => (assignment ? [[assignment.helper, assignment.name] as const] : [])),
    ),
  ]);
  const base = address('/events/monrepos/schedules');

  const replace = (date: string, change: (old: Schedule) => Partial<Schedule>): Schedule => {
    const old = byDate.get(date)!;
    const changed = { ...old, ...change(old), rev: old.rev + 1 };
    const counted = { ...schedule(date, changed.slots), ...changed };
    const { openNeeded, openPreferred, proposed } = schedule(date, changed.slots);
    byDate.set(date, { ...counted, openNeeded, openPreferred, proposed });
    return byDate.get(date)!;
  };
  const withSlot = (slots: readonly Slot[], id: string, assignment: Slot['assignment'] | null): Slot[] =>
    slots.map((slot) => {
      if (slot.id !== id) return slot;
      const { assignment: before, ...rest } = slot;
      return assignment ? { ...rest, assignment } : rest;
    });
  const put: FakeSchedules['put'] = (date, slot, assignment) => {
    replace(date, ({ slots }) => ({ slots: withSlot(slots, slot, assignment) }));
  };
  const answer = (date: string, old: Schedule, warnings: readonly Warning[] = []) => {
    const op = crypto.randomUUID();
    before.set(op, old);
    return HttpResponse.json({ op, warnings, schedule: byDate.get(date) });
  };
  /** The refusal of a command that expects somebody else in the slot. */
  const heldOtherwise = (date: string, slot: string) => {
    const there = slotOf(date, slot).assignment;
    if (!there) return problem(409, 'changedSince', { facts: { slot } });
    const by = { account: 'acc-kim', name: 'Kim' };
    return problem(409, 'slotTaken', {
      facts: { slot, holder: there.helper, state: there.state },
      holder: { ...there, by, at: '2026-12-03T20:14:00.000Z' },
    });
  };
  const note = async (request: Request) => {
    const body: unknown = request.headers.get('Content-Type') ? await request.clone().json() : null;
    const path = new URL(request.url).pathname.replace('/api/v1/events/monrepos', '');
    changes.push({ method: request.method, path, body, opId: request.headers.get('Idempotency-Key') });
    return body;
  };
  const slotOf = (date: string, id: string) => byDate.get(date)!.slots.find((slot) => slot.id === id)!;
  type Params = { date: string; slot: string };

  const handlers = [
    http.get(base, () => HttpResponse.json(range([...byDate.values()]))),
    http.get<Params>(`${base}/:date/slots/:slot/candidates`, ({ params }) =>
      HttpResponse.json({ date: params.date, slot: params.slot, candidates }),
    ),
    http.put<Params>(`${base}/:date/slots/:slot/assignment`, async ({ params: { date, slot }, request }) => {
      const { helper, expect, state = 'confirmed' } = (await note(request)) as AssignmentBody;
      const there = slotOf(date, slot).assignment;
      if ((there?.helper ?? null) !== expect) return heldOtherwise(date, slot);
      const warned = candidates.find((candidate) => candidate.helper === helper);
      const old = byDate.get(date)!;
      put(date, slot, helper === null ? null : { helper, name: names.get(helper) ?? there?.name ?? helper, state });
      const { role } = slotOf(date, slot);
      const { warning: code, name } = warned ?? {};
      return answer(date, old, code ? [{ code, name: name!, helper: helper!, date, slot, role }] : []);
    }),
    http.post<Params>(`${base}/:date/swap`, async ({ params: { date }, request }) => {
      const { slots, expect } = (await note(request)) as { slots: [string, string]; expect: (string | null)[] };
      const other = slots.find((id, at) => (slotOf(date, id).assignment?.helper ?? null) !== expect[at]);
      if (other) return heldOtherwise(date, other);
      const old = byDate.get(date)!;
      const [first, second] = slots.map((id) => slotOf(date, id).assignment ?? null) as [
        Slot['assignment'] | null,
        Slot['assignment'] | null,
      ];
      put(date, slots[0], second);
      put(date, slots[1], first);
      return answer(date, old);
    }),
    http.post<Params>(`${base}/:date/undo`, async ({ params: { date }, request }) => {
      const { op } = (await note(request)) as { op: string };
      const old = before.get(op);
      if (!old) return problem(409, 'changedSince');
      const present = byDate.get(date)!;
      replace(date, () => ({ slots: old.slots }));
      return answer(date, present);
    }),
    http.post<Params>(`${base}/:date/publish`, async ({ params: { date }, request }) => {
      await note(request);
      const old = byDate.get(date)!;
      replace(date, () => ({ status: 'published' }));
      return answer(date, old);
    }),
    http.post<Params>(`${base}/:date/cancel`, async ({ params: { date }, request }) => {
      const reason = (await note(request)) as NonNullable<Schedule['reason']>;
      const old = byDate.get(date)!;
      replace(date, () => ({ status: 'cancelled', reason }));
      return answer(date, old);
    }),
  ];
  return { byDate, changes, handlers, put };
}

export const candidate = (helper: string, name: string, more: Partial<Candidate> = {}): Candidate => ({
  helper,
  name,
  group: 'free',
  reason: { code: 'due', weeksSince: 6 },
  ...more,
});
