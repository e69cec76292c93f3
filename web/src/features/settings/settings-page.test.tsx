import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Event } from '@/lib/api/types';
import { needs } from '@/testing/fixtures';
import { address, common, problem } from '@/testing/handlers';
import { renderApp } from '@/testing/render-app';
import { server } from '@/testing/server';

let event: Event;
let sent: unknown[];

beforeEach(() => {
  sent = [];
  event = {
    id: 'monrepos',
    rev: 5,
    name: 'Monrepos parkrun',
    series: '5k',
    weekday: 'saturday',
    startTime: '09:00',
    timeZone: 'Europe/Berlin',
    country: 'DE',
    languages: ['de', 'en'],
    today: '2026-12-03',
    needs: needs(),
    specialDays: [{ month: 10, day: 3 }],
    allowedPairs: [],
  };
  server.use(
    ...common(),
    http.get(address('/events/monrepos'), () => HttpResponse.json(event)),
    http.patch(address('/events/monrepos'), async ({ request }) => {
      const patch = (await request.json()) as Partial<Event>;
      sent.push(patch);
      if (request.headers.get('If-Match') !== `"${event.rev}-0"`) return problem(412, 'stale');
      event = { ...event, ...patch, rev: event.rev + 1 };
      return HttpResponse.json({ op: 'op-1', warnings: [], event });
    }),
  );
});

const save = () => userEvent.click(screen.getByRole('button', { name: 'Save' }));
const saved = () => screen.findByText('The settings are saved.', { selector: 'span' });

describe('the settings', () => {
  it('change needs, special days and pairs, and send what changed alone', async () => {
    renderApp('/events/monrepos/settings');
    const marshals = await screen.findByLabelText('Needed: Marshal');
    await userEvent.clear(marshals);
    await userEvent.type(marshals, '4');
    await userEvent.click(screen.getByRole('button', { name: 'Remove Run Director' }));
    await userEvent.click(screen.getByRole('button', { name: 'Add a special day' }));
    await userEvent.click(screen.getByRole('button', { name: 'Add a pair' }));
    await save();
    expect(await screen.findByText('Needed.')).toBeVisible();
    await userEvent.selectOptions(screen.getByLabelText('First role of pair 1'), 'Marshal');
    await userEvent.selectOptions(screen.getByLabelText('Second role of pair 1'), 'Timekeeper');
    await save();
    await saved();
    expect(sent).toEqual([
      {
        needs: [
          { role: 'timekeeper', need: 1, prefer: 1 },
          { role: 'marshal', need: 4, prefer: 0 },
        ],
        specialDays: [
          { month: 10, day: 3 },
          { month: 1, day: 1 },
        ],
        allowedPairs: [{ first: 'marshal', second: 'timekeeper' }],
      },
    ]);
  });

  it('put theirs beside mine where somebody else changed the same value', async () => {
    renderApp('/events/monrepos/settings');
    const zone = await screen.findByRole('textbox', { name: /^Time zone/ });
    await userEvent.clear(zone);
    await userEvent.type(zone, 'Europe/Vienna');
    event = { ...event, rev: 6, timeZone: 'Europe/Zurich' };
    await save();
    const dialog = await screen.findByRole('dialog', { name: 'Somebody else saved this meanwhile' });
    await userEvent.click(within(dialog).getByRole('radio', { name: 'Saved now: Europe/Zurich' }));
    await userEvent.click(within(dialog).getByRole('button', { name: 'Save this choice' }));
    await screen.findByText('Nothing has changed.', { selector: 'span' });
    expect(screen.getByRole('textbox', { name: /^Time zone/ })).toHaveValue('Europe/Zurich');
  });

  it('keep the focus with what is left when something is removed', async () => {
    renderApp('/events/monrepos/settings');
    await userEvent.click(await screen.findByRole('button', { name: 'Remove Run Director' }));
    expect(screen.getByRole('button', { name: 'Remove Timekeeper' })).toHaveFocus();
    await userEvent.keyboard('{Enter}{Enter}');
    expect(screen.getByRole('combobox', { name: 'Add a role' })).toHaveFocus();
    await userEvent.click(screen.getByRole('button', { name: 'Add a special day' }));
    await userEvent.click(screen.getByRole('button', { name: 'Remove special day 2' }));
    expect(screen.getByRole('button', { name: 'Remove special day 1' })).toHaveFocus();
    await userEvent.keyboard('{Enter}');
    expect(screen.getByRole('button', { name: 'Add a special day' })).toHaveFocus();
  });

  it('tell special days apart by their start', async () => {
    renderApp('/events/monrepos/settings');
    await userEvent.type(await screen.findByLabelText('Start on special day 1'), '10:00');
    event = { ...event, rev: 6, specialDays: [{ month: 10, day: 3, startTime: '11:00' }] };
    await save();
    const dialog = await screen.findByRole('dialog', { name: 'Somebody else saved this meanwhile' });
    expect(within(dialog).getByRole('radio', { name: /^Yours: 3 Oct 10:00/ })).toBeVisible();
    expect(within(dialog).getByRole('radio', { name: 'Saved now: 3 Oct 11:00' })).toBeVisible();
  });

  it('show at its field what the server refuses', async () => {
    server.use(
      http.patch(address('/events/monrepos'), () =>
        problem(400, 'invalidRequest', { faults: [{ pointer: '/timeZone', reason: 'unknownZone' }] }),
      ),
    );
    renderApp('/events/monrepos/settings');
    const zone = await screen.findByRole('textbox', { name: /^Time zone/ });
    await userEvent.type(zone, 'x');
    await save();
    expect(await screen.findByText('This value does not fit.')).toBeVisible();
    expect(zone).toBeInvalid();
  });
});
