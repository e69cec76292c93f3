import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { expect, it } from 'vitest';
import { fakeAuth } from '@/testing/fake-auth';
import { myEvent, range, schedule, slot } from '@/testing/fixtures';
import { address, common, problem } from '@/testing/handlers';
import { renderApp } from '@/testing/render-app';
import { server } from '@/testing/server';

const schedules = address('/events/monrepos/schedules');
const joerg = { helper: 'joerg', name: 'Jörg MÜLLER' };
const change = "I can't come: Timekeeper on Sat 5 Dec";

/** Hands a slot back, which is answered so. */
async function handBack(answer: () => Response, auth = fakeAuth(), before = () => {}) {
  const dates = [
    schedule('2026-12-05', [slot('timekeeper-1', 'needed', { ...joerg, state: 'confirmed' })], { status: 'published' }),
  ];
  server.use(
    ...common({ me: { events: [myEvent({ access: 'helper', helper: joerg })] } }),
    http.get(schedules, () => HttpResponse.json(range(dates))),
    http.get(address('/events/monrepos/helpers/joerg'), () =>
      HttpResponse.json({ id: 'joerg', rev: 1, name: joerg.name, archived: false }),
    ),
    http.put(`${schedules}/:date/slots/:slot/assignment`, answer),
  );
  renderApp('/events/monrepos/my', auth);
  await userEvent.click(await screen.findByRole('button', { name: change }));
  before();
  await userEvent.click(screen.getByRole('button', { name: 'Yes, hand it back' }));
}

it('says that there is no connection only where there was no answer', async () => {
  await handBack(() => HttpResponse.error());
  expect(await screen.findByText(/^No connection\. 1 change waits on this device\./)).toHaveTextContent(change);
});

it('says that the server has not saved it where that was the answer', async () => {
  await handBack(() => problem(503, 'storeAway'));
  expect(await screen.findByText(/^Not saved yet\. 1 change is kept and sent again by itself\./)).toBeVisible();
  expect(screen.queryByText(/No connection/)).not.toBeInTheDocument();
});

it('gives the focus to the page when the last refusal was seen', async () => {
  let away = true;
  await handBack(() => (away ? problem(503, 'storeAway') : problem(409, 'slotTaken')));
  const sendNow = await screen.findByRole('button', { name: 'Send now' });
  away = false;
  await userEvent.click(sendNow);
  await userEvent.click(await screen.findByRole('button', { name: /^Seen/ }));
  expect(screen.getByRole('main')).toHaveFocus();
});

it('says that the sign-in has ended where it has', async () => {
  const auth = fakeAuth();
  await handBack(
    () => problem(401, 'unauthenticated'),
    auth,
    () => auth.expire(),
  );
  expect(await screen.findByText(/^You are signed out\. 1 change waits on this device\./)).toHaveTextContent(change);
  expect(screen.queryByText(/No connection/)).not.toBeInTheDocument();
});
