import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { expect, it } from 'vitest';
import { myEvent, range } from '@/testing/fixtures';
import { address, common } from '@/testing/handlers';
import { renderApp } from '@/testing/render-app';
import { server } from '@/testing/server';

it('the event switch leads to what the account sees there: helpers have no board', async () => {
  const events = [
    myEvent(),
    myEvent({ id: 'neckar', name: 'Neckar parkrun', access: 'helper' }),
    myEvent({ id: 'filder', name: 'Filder parkrun', access: 'runDirector' }),
  ];
  server.use(
    ...common({ me: { events } }),
    http.get(address('/events/:event/schedules'), () => HttpResponse.json(range())),
  );
  renderApp('/events/monrepos/board');
  await userEvent.selectOptions(await screen.findByRole('combobox', { name: 'Event' }), 'Neckar parkrun');
  expect(await screen.findByRole('heading', { level: 1, name: 'My page' })).toBeVisible();
  await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Event' }), 'Filder parkrun');
  expect(await screen.findByRole('heading', { level: 1, name: 'Board' })).toBeVisible();
});
