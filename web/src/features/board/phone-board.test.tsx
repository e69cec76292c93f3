import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it, vi } from 'vitest';
import { schedule, slot } from '@/testing/fixtures';
import { candidate, fakeSchedules } from '@/testing/fake-schedules';
import { common } from '@/testing/handlers';
import { renderApp } from '@/testing/render-app';
import { server } from '@/testing/server';

const anna = { helper: 'h-anna', name: 'Anna BECKER', state: 'confirmed' } as const;

beforeEach(() => {
  const wide = window.matchMedia;
  vi.spyOn(window, 'matchMedia').mockImplementation((query) => ({
    ...wide(query),
    matches: query.includes('max-width'),
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  }));
});

function board() {
  const fake = fakeSchedules(
    [
      schedule('2026-12-05', [slot('run-director-1', 'needed', anna), slot('marshal-1')]),
      schedule('2026-12-12', [slot('run-director-1'), slot('marshal-1')], { status: 'published' }),
    ],
    [candidate('h-joerg', 'Jörg MÜLLER'), candidate('h-anna', 'Anna BECKER')],
  );
  server.use(...common(), ...fake.handlers);
  return fake;
}

it('shows one date at a time and fills a slot in two taps', async () => {
  const fake = board();
  renderApp('/events/monrepos/board');
  expect(await screen.findByRole('button', { name: /5 Dec.*1 open/, pressed: true })).toBeVisible();
  await userEvent.click(screen.getByRole('button', { name: /Marshal open/ }));
  await userEvent.click(await screen.findByRole('option', { name: /Jörg MÜLLER/ }));
  expect(await screen.findByRole('button', { name: /Marshal Jörg MÜLLER, confirmed/ })).toBeVisible();
  await waitFor(() =>
    expect(fake.changes.map(({ path }) => path)).toEqual(['/schedules/2026-12-05/slots/marshal-1/assignment']),
  );
});

it('goes to another date by its chip', async () => {
  board();
  renderApp('/events/monrepos/board');
  await userEvent.click(await screen.findByRole('button', { name: /12 Dec.*2 open/ }));
  expect(screen.getByRole('button', { name: /12 Dec, Published/ })).toBeVisible();
  expect(screen.getByRole('button', { name: /Run Director open/ })).toBeVisible();
});

it('replaces a drop-out in three taps', async () => {
  const fake = board();
  renderApp('/events/monrepos/board');
  await userEvent.click(await screen.findByRole('button', { name: /Run Director Anna BECKER/ }));
  await userEvent.click(await screen.findByRole('button', { name: 'Mark as declined' }));
  expect(await screen.findByRole('button', { name: /Run Director Anna BECKER, declined, open again/ })).toBeVisible();
  await waitFor(() => expect(fake.changes[0]?.body).toMatchObject({ helper: 'h-anna', state: 'declined' }));
});
