import type { QueryClient } from '@tanstack/react-query';
import { api } from '@/lib/api/client';
import { sendCommand } from '@/lib/api/command';
import type { AssignmentState, Need, Schedule, ScheduleChange } from '@/lib/api/types';
import type { LocalDate } from '@/lib/dates';
import { storeSchedule } from '@/lib/queries/schedules';

/** One slot of one date with whom the command expects in it. */
export interface SlotEdit {
  date: LocalDate;
  slot: string;
  /** Null empties the slot. */
  helper: string | null;
  expect: string | null;
  state?: AssignmentState;
  override?: string;
}

export interface SwapEdit {
  date: LocalDate;
  slots: [string, string];
  expect: [string | null, string | null];
  override?: string;
}

export interface BoardCommands {
  /** `opId`: the same for every try of one command. */
  setAssignment(edit: SlotEdit, opId: string, onTentative?: () => void): Promise<ScheduleChange>;
  swap(edit: SwapEdit, opId: string): Promise<ScheduleChange>;
  undo(date: LocalDate, op: string): Promise<ScheduleChange>;
  publish(date: LocalDate): Promise<ScheduleChange>;
  cancel(date: LocalDate, reason: NonNullable<Schedule['reason']>): Promise<ScheduleChange>;
  reinstate(date: LocalDate): Promise<ScheduleChange>;
  applyNeeds(date: LocalDate): Promise<ScheduleChange>;
  setNeed(date: LocalDate, wanted: Need, expect: Pick<Need, 'need' | 'prefer'>): Promise<ScheduleChange>;
  createHelper(name: string): Promise<{ id: string; name: string }>;
}

/** Every change that the board can make; the schedule that a change answers is shown at once. */
export function boardCommands(client: QueryClient, event: string): BoardCommands {
  const stored = async (sending: Promise<ScheduleChange>): Promise<ScheduleChange> => {
    const change = await sending;
    storeSchedule(client, event, change.schedule);
    void client.invalidateQueries({ queryKey: ['events', event, 'candidates', change.schedule.date] });
    return change;
  };
  const on = (date: LocalDate) => ({ event, date });
  const key = (opId: string) => ({ 'Idempotency-Key': opId });

  return {
    setAssignment: ({ date, slot, ...body }, opId, onTentative) =>
      stored(
        sendCommand(
          () =>
            api.PUT('/events/{event}/schedules/{date}/slots/{slot}/assignment', {
              params: { path: { ...on(date), slot }, header: key(opId) },
              body,
            }),
          { opId, ...(onTentative ? { onTentative } : {}) },
        ),
      ),
    swap: ({ date, ...body }, opId) =>
      stored(
        sendCommand(
          () =>
            api.POST('/events/{event}/schedules/{date}/swap', {
              params: { path: on(date), header: key(opId) },
              body,
            }),
          { opId },
        ),
      ),
    undo: (date, op) =>
      stored(
        sendCommand((opId) =>
          api.POST('/events/{event}/schedules/{date}/undo', {
            params: { path: on(date), header: key(opId) },
            body: { op },
          }),
        ),
      ),
    publish: (date) =>
      stored(
        sendCommand((opId) =>
          api.POST('/events/{event}/schedules/{date}/publish', { params: { path: on(date), header: key(opId) } }),
        ),
      ),
    cancel: (date, body) =>
      stored(
        sendCommand((opId) =>
          api.POST('/events/{event}/schedules/{date}/cancel', { params: { path: on(date), header: key(opId) }, body }),
        ),
      ),
    reinstate: (date) =>
      stored(
        sendCommand((opId) =>
          api.POST('/events/{event}/schedules/{date}/reinstate', { params: { path: on(date), header: key(opId) } }),
        ),
      ),
    applyNeeds: (date) =>
      stored(
        sendCommand((opId) =>
          api.POST('/events/{event}/schedules/{date}/apply-needs', { params: { path: on(date), header: key(opId) } }),
        ),
      ),
    setNeed: (date, { role, need, prefer }, expect) =>
      stored(
        sendCommand((opId) =>
          api.PUT('/events/{event}/schedules/{date}/needs/{role}', {
            params: { path: { ...on(date), role }, header: key(opId) },
            body: { need, prefer, expect: { need: expect.need, prefer: expect.prefer } },
          }),
        ),
      ),
    createHelper: async (name) => {
      const { helper } = await sendCommand((opId) =>
        api.POST('/events/{event}/helpers', { params: { path: { event }, header: key(opId) }, body: { name } }),
      );
      void client.invalidateQueries({ queryKey: ['events', event, 'helpers'] });
      return helper;
    },
  };
}
