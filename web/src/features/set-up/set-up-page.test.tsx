import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { expect, it } from 'vitest';
import { me, needs } from '@/testing/fixtures';
import { address, common, problem } from '@/testing/handlers';
import { renderApp } from '@/testing/render-app';
import { server } from '@/testing/server';

const admin = common({ me: me({ access: 'admin', events: [] }) });

async function fillFirstStep() {
  await userEvent.type(await screen.findByLabelText(/^Name/), 'Monrepos parkrun');
  expect(screen.getByLabelText(/^Address/)).toHaveValue('monrepos');
  await userEvent.clear(screen.getByLabelText(/^Time zone/));
  await userEvent.type(screen.getByLabelText(/^Time zone/), 'Europe/Berlin');
  await userEvent.click(screen.getByRole('button', { name: 'Next' }));
}

it('sets up an event with the needs and special days that series and country suggest', async () => {
  const sent: unknown[] = [];
  server.use(
    ...admin,
    http.post(address('/events'), async ({ request }) => {
      sent.push(await request.json());
      const event = { id: 'monrepos', rev: 1, name: 'Monrepos parkrun' };
      return HttpResponse.json({ op: crypto.randomUUID(), warnings: [], event }, { status: 201 });
    }),
  );
  renderApp('/set-up');
  await fillFirstStep();
  expect(await screen.findByRole('spinbutton', { name: /Needed: Run Director/ })).toHaveValue(1);
  expect(screen.getByRole('combobox', { name: 'Month of special day 2' })).toHaveDisplayValue('October');
  await userEvent.click(screen.getByRole('button', { name: 'Create event' }));
  expect(await screen.findByText('Monrepos parkrun is created.')).toBeVisible();
  expect(screen.getByRole('link', { name: 'Later: go to the board' })).toHaveAttribute(
    'href',
    '/events/monrepos/board',
  );
  expect(sent).toEqual([
    {
      id: 'monrepos',
      name: 'Monrepos parkrun',
      series: '5k',
      weekday: 'saturday',
      country: 'DE',
      timeZone: 'Europe/Berlin',
      startTime: '09:00',
      needs: needs(),
      specialDays: [
        { month: 1, day: 1 },
        { month: 10, day: 3 },
      ],
    },
  ]);
});

it('keeps what was typed and says which field is at fault', async () => {
  server.use(
    ...admin,
    http.post(address('/events'), () => problem(409, 'alreadyExists')),
  );
  renderApp('/set-up');
  await fillFirstStep();
  await userEvent.click(await screen.findByRole('button', { name: 'Create event' }));
  expect(await screen.findByText('An event with this address exists already.')).toBeVisible();
  expect(screen.getByLabelText(/^Name/)).toHaveValue('Monrepos parkrun');
});

it('does not go on with faulty fields', async () => {
  server.use(...admin);
  renderApp('/set-up');
  await userEvent.click(await screen.findByRole('button', { name: 'Next' }));
  expect(await screen.findByText('Small letters, digits and single hyphens only.')).toBeVisible();
  expect(screen.queryByRole('button', { name: 'Create event' })).toBeNull();
});
