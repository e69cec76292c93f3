import { screen } from '@testing-library/react';
import { candidate, fakeSchedules } from './fake-schedules';
import { schedule, sixDates, slot } from './fixtures';
import { common } from './handlers';
import { server } from './server';

const anna = { helper: 'h-anna', name: 'Anna BECKER', state: 'confirmed' } as const;
const joerg = candidate('h-joerg', 'Jörg MÜLLER', { parkrunNumber: 1234567 });
const ulla = candidate('h-ulla', 'Ulla MÜLLER');
const kim = candidate('h-kim', 'Kim MULDER', {
  group: 'warned',
  warning: 'notSignedOff',
  reason: { code: 'notSignedOff' },
});

/** Serves six dates, Anna as Run Director of the first; candidates are Jörg, Ulla, Kim with a warning, and `extra`. */
export function board(extra: Parameters<typeof fakeSchedules>[1] = []) {
  const first = schedule('2026-12-05', [
    slot('run-director-1', 'needed', anna),
    slot('timekeeper-1'),
    slot('timekeeper-2', 'preferred'),
    slot('marshal-1'),
  ]);
  const fake = fakeSchedules([first, ...sixDates.slice(1).map((date) => schedule(date))], [joerg, ulla, kim, ...extra]);
  server.use(...common(), ...fake.handlers);
  return fake;
}

/** The cell of a slot once the board is there. */
export const cell = async (name: string, date = '2026-12-05') => {
  await screen.findByRole('grid');
  const found = document.querySelector<HTMLElement>(`td[data-date="${date}"][data-slot="${name}"]`);
  if (!found) throw new Error(`no cell ${date} ${name}`);
  return found;
};
