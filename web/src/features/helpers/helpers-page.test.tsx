import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { describe, expect, it, vi } from 'vitest';
import type { Helper } from '@/lib/api/types';
import { myEvent } from '@/testing/fixtures';
import { address, common, problem } from '@/testing/handlers';
import { renderApp } from '@/testing/render-app';
import { server } from '@/testing/server';

const joerg: Helper = {
  id: 'joerg',
  rev: 1,
  name: 'Jörg MÜLLER',
  parkrunNumber: 1234567,
  levels: [
    { role: 'timekeeper', level: 'signedOff' },
    { role: 'marshal', level: 'training', expires: '2026-11-30' },
  ],
  wishedEveryWeeks: 4,
  lastHelped: '2026-10-24',
  archived: false,
};
const zoe: Helper = { id: 'zoe', rev: 1, name: 'Zoë KLEIN', archived: false };

function answer(helpers: Helper[], asked: URLSearchParams[] = [], nextCursor?: string) {
  server.use(
    ...common(),
    http.get(address('/events/monrepos/helpers'), ({ request }) => {
      const search = new URL(request.url).searchParams;
      asked.push(search);
      if (search.get('cursor')) return HttpResponse.json({ helpers: [zoe], total: 2 });
      return HttpResponse.json({
        helpers,
        total: nextCursor ? 2 : helpers.length,
        ...(nextCursor ? { nextCursor } : {}),
      });
    }),
  );
}

describe('the directory', () => {
  it('shows what a coordinator chooses helpers by', async () => {
    answer([joerg, zoe]);
    renderApp('/events/monrepos/helpers');
    const row = await screen.findByRole('row', { name: /Jörg MÜLLER/ });
    expect(await within(row).findByText('signed off: Timekeeper')).toBeVisible();
    expect(within(row).getByText('in training: Marshal, ended 30 Nov 2026')).toBeVisible();
    expect(within(row).getByText('A1234567')).toBeVisible();
    expect(within(row).getByText('5 weeks ago')).toBeVisible();
    expect(within(row).getByText('every 4 weeks')).toBeVisible();
    expect(within(screen.getByRole('row', { name: /Zoë KLEIN/ })).getByText('not yet')).toBeVisible();
    expect(screen.getByText('2 helpers')).toBeVisible();
  });

  it('asks the server to search, filter and sort, and keeps that in the address', async () => {
    const asked: URLSearchParams[] = [];
    answer([joerg], asked);
    renderApp('/events/monrepos/helpers');
    await userEvent.type(await screen.findByLabelText('Search name or A-number'), 'mull');
    await screen.findByRole('option', { name: 'Timekeeper' });
    await userEvent.selectOptions(screen.getByLabelText('Role'), 'Timekeeper');
    await userEvent.selectOptions(screen.getByLabelText('Level'), 'signed off');
    await userEvent.click(await screen.findByRole('button', { name: 'Last helped' }));
    await waitFor(() =>
      expect(Object.fromEntries(asked.at(-1) ?? [])).toEqual({
        q: 'mull',
        role: 'timekeeper',
        level: 'signedOff',
        sort: 'lastHelped',
        limit: '100',
      }),
    );
    expect(window.location.search).toBe('?q=mull&role=timekeeper&level=signedOff&sort=lastHelped');
  });

  it('loads the next page on demand', async () => {
    answer([joerg], [], 'page2');
    renderApp('/events/monrepos/helpers');
    await userEvent.click(await screen.findByRole('button', { name: 'Show more' }));
    expect(await screen.findByRole('row', { name: /Zoë KLEIN/ })).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Show more' })).not.toBeInTheDocument();
  });

  it('leads on from an empty directory, and from a search that finds nobody', async () => {
    answer([]);
    const { unmount } = renderApp('/events/monrepos/helpers');
    expect(await screen.findByText('No helpers yet. Import your list, or add the first one.')).toBeVisible();
    unmount();
    renderApp('/events/monrepos/helpers?q=x');
    expect(await screen.findByText('Nobody matches. Change the search, or add a helper.')).toBeVisible();
  });

  it('offers run directors nothing that they may not do', async () => {
    answer([joerg]);
    server.use(...common({ me: { events: [myEvent({ access: 'runDirector' })] } }));
    renderApp('/events/monrepos/helpers');
    await screen.findByRole('row', { name: /Jörg MÜLLER/ });
    expect(screen.queryByRole('link', { name: 'New helper' })).not.toBeInTheDocument();
    expect(screen.queryByRole('link', { name: 'Import' })).not.toBeInTheDocument();
  });

  it('shows cards on a phone', async () => {
    const media = (query: string) =>
      ({
        matches: query.includes('max-width'),
        media: query,
        addEventListener: () => undefined,
        removeEventListener: () => undefined,
      }) as unknown as MediaQueryList;
    vi.spyOn(window, 'matchMedia').mockImplementation(media);
    answer([joerg]);
    renderApp('/events/monrepos/helpers');
    const card = await screen.findByRole('link', { name: /Jörg MÜLLER/ });
    expect(card).toHaveTextContent('5 weeks ago');
    expect(screen.queryByRole('table')).not.toBeInTheDocument();
  });

  it('says what went wrong, and tries again', async () => {
    answer([joerg]);
    server.use(http.get(address('/events/monrepos/helpers'), () => problem(404, 'absent'), { once: true }));
    renderApp('/events/monrepos/helpers');
    expect(await screen.findByRole('alert')).toHaveTextContent('Not found, or not yours.');
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByRole('row', { name: /Jörg MÜLLER/ })).toBeVisible();
  });
});
