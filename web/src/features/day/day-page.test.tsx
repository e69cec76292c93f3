import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { describe, expect, it } from 'vitest';
import type { Schedule } from '@/lib/api/types';
import { myEvent, range, schedule, slot } from '@/testing/fixtures';
import { address, common, problem } from '@/testing/handlers';
import { renderApp } from '@/testing/render-app';
import { server } from '@/testing/server';

const schedules = address('/events/monrepos/schedules');

const saturday = schedule(
  '2026-12-05',
  [
    slot('run-director-1', 'needed', { helper: 'anna', name: 'Anna BECKER', state: 'confirmed', phone: '+49 711 23' }),
    slot('timekeeper-1', 'needed', { helper: 'amir', name: 'Amir KAYA', state: 'declined' }),
    slot('timekeeper-2', 'preferred'),
    slot('marshal-1'),
  ],
  { status: 'published' },
);

function answer(one: Schedule) {
  server.use(
    ...common(),
    http.get(schedules, () => HttpResponse.json(range())),
    http.get(`${schedules}/${one.date}`, () => HttpResponse.json(one)),
  );
}

describe('the day', () => {
  it('shows the next date: who does what, whom to call, who is missing', async () => {
    answer(saturday);
    renderApp('/events/monrepos/day');
    expect(await screen.findByRole('heading', { level: 1, name: 'Sat 5 Dec 09:00' })).toBeVisible();
    expect(
      screen.getByText(/2 needed slots are open\. 1 preferred slot is open\. 1 of 4 slots is filled\./),
    ).toBeVisible();
    const anna = screen.getByText('Anna BECKER').closest('li')!;
    expect(await within(anna).findByText('Run Director')).toBeVisible();
    expect(within(anna).getByRole('link', { name: 'call Anna BECKER +49 711 23' })).toHaveAttribute(
      'href',
      'tel:+4971123',
    );
    expect(screen.getAllByRole('link', { name: /^call/ })).toHaveLength(1);

    await userEvent.click(screen.getByRole('button', { name: 'Missing (2)' }));
    expect(screen.queryByText('Anna BECKER')).not.toBeInTheDocument();
    expect(screen.getByText('Amir KAYA').closest('li')).toHaveTextContent('declined, open again');
    expect(screen.getByText('Marshal')).toBeVisible();
  });

  it('goes from date to date', async () => {
    answer(saturday);
    server.use(http.get(`${schedules}/2026-12-12`, () => HttpResponse.json(schedule('2026-12-12'))));
    renderApp('/events/monrepos/day/2026-12-05');
    await userEvent.click(await screen.findByRole('link', { name: 'Next date' }));
    expect(await screen.findByRole('heading', { level: 1, name: 'Sat 12 Dec 09:00' })).toBeVisible();
    expect(screen.getByText('Draft: helpers do not see it yet.')).toBeVisible();
    await userEvent.selectOptions(screen.getByLabelText('Date'), 'Sat 5 Dec');
    expect(await screen.findByRole('heading', { level: 1, name: 'Sat 5 Dec 09:00' })).toBeVisible();
  });

  it('gives the reason of a cancelled date', async () => {
    answer({ ...saturday, status: 'cancelled', reason: { reason: 'flooding' } });
    renderApp('/events/monrepos/day/2026-12-05');
    expect(await screen.findByText('Cancelled: flooding')).toBeVisible();
    expect(screen.queryByRole('button', { name: /Missing/ })).not.toBeInTheDocument();
  });

  it('says so where the event does not take place', async () => {
    server.use(
      ...common(),
      http.get(schedules, () => HttpResponse.json(range())),
      http.get(`${schedules}/2026-12-06`, () => problem(404, 'noEventThatDay')),
    );
    renderApp('/events/monrepos/day/2026-12-06');
    expect(await screen.findByText('The event does not take place on Sunday, 6 December 2026.')).toBeVisible();
  });

  it('waits for a published date with helpers', async () => {
    server.use(
      ...common({ me: { events: [myEvent({ access: 'helper' })] } }),
      http.get(schedules, () => HttpResponse.json(range([]))),
    );
    renderApp('/events/monrepos/day');
    expect(await screen.findByText('No date is published yet.')).toBeVisible();
  });
});
