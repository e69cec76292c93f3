import type { Me, MyEvent, Need, RoleCatalogue, Schedule, ScheduleRange, Slot } from '@/lib/api/types';

export const myEvent = (more: Partial<MyEvent> = {}): MyEvent => ({
  id: 'monrepos',
  name: 'Monrepos parkrun',
  series: '5k',
  timeZone: 'Europe/Berlin',
  today: '2026-12-03',
  access: 'coordinator',
  ...more,
});

export const me = (more: Partial<Me> = {}): Me => ({
  account: { account: 'acc-anna', name: 'Anna Becker' },
  access: 'coordinator',
  builtInSignIn: true,
  events: [myEvent()],
  ...more,
});

export const roles = (): RoleCatalogue => ({
  roles: [
    {
      id: 'run-director',
      names: { en: 'Run Director', de: 'Laufleitung' },
      aliases: [],
      phase: 'during',
      group: 'lead',
      series: ['5k', 'junior'],
    },
    {
      id: 'timekeeper',
      names: { en: 'Timekeeper', de: 'Zeitnahme' },
      aliases: [],
      phase: 'during',
      group: 'finish',
      series: ['5k', 'junior'],
    },
    {
      id: 'marshal',
      names: { en: 'Marshal', de: 'Streckenposten' },
      aliases: [],
      phase: 'during',
      group: 'course',
      series: ['5k', 'junior'],
    },
  ],
  defaults: {
    needs: [
      { series: '5k', needs: needs() },
      { series: 'junior', needs: needs() },
    ],
    specialDays: [
      {
        country: 'DE',
        days: [
          { month: 1, day: 1 },
          { month: 10, day: 3 },
        ],
      },
    ],
    allowedPairs: [],
  },
});

export const needs = (): Need[] => [
  { role: 'run-director', need: 1, prefer: 0 },
  { role: 'timekeeper', need: 1, prefer: 1 },
  { role: 'marshal', need: 1, prefer: 0 },
];

/** A slot: "timekeeper-2", who is in it (helper id, name) and how. */
export function slot(id: string, need: Slot['need'] = 'needed', assignment?: Slot['assignment']): Slot {
  const dash = id.lastIndexOf('-');
  return {
    id,
    role: id.slice(0, dash),
    index: Number(id.slice(dash + 1)),
    need,
    ...(assignment ? { assignment } : {}),
  };
}

/** A schedule whose counts follow from its slots. */
export function schedule(date: string, slots: Slot[] = emptySlots(), more: Partial<Schedule> = {}): Schedule {
  const open = slots.filter(({ assignment }) => !assignment || assignment.state === 'declined');
  return {
    date,
    rev: 1,
    status: 'draft',
    derived: false,
    past: false,
    special: false,
    startTime: '09:00',
    needs: needs(),
    slots,
    openNeeded: open.filter(({ need }) => need === 'needed').length,
    openPreferred: open.filter(({ need }) => need === 'preferred').length,
    proposed: slots.filter(({ assignment }) => assignment?.state === 'proposed').length,
    reserve: [],
    ...more,
  };
}

export const emptySlots = (): Slot[] => [
  slot('run-director-1'),
  slot('timekeeper-1'),
  slot('timekeeper-2', 'preferred'),
  slot('marshal-1'),
];

export const sixDates = ['2026-12-05', '2026-12-12', '2026-12-19', '2026-12-26', '2027-01-01', '2027-01-02'] as const;

export const range = (schedules: Schedule[] = sixDates.map((date) => schedule(date))): ScheduleRange => ({
  today: '2026-12-03',
  timeZone: 'Europe/Berlin',
  from: schedules[0]?.date ?? '2026-12-05',
  to: schedules.at(-1)?.date ?? '2027-01-02',
  schedules,
});
