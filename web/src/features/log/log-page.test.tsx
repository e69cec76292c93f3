import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { describe, expect, it } from 'vitest';
import type { ActivityEntry } from '@/lib/api/types';
import { range, schedule, sixDates } from '@/testing/fixtures';
import { address, common, problem } from '@/testing/handlers';
import { renderApp } from '@/testing/render-app';
import { server } from '@/testing/server';

const entry = (more: Partial<ActivityEntry>): ActivityEntry => ({
  op: '0b8a7f52-0f6d-4a0e-8f4e-6a5a7a2f0001',
  at: '2026-12-03T20:14:00.000Z',
  actor: { account: 'acc-anna', name: 'Anna Becker' },
  kind: 'assign',
  entity: { kind: 'schedule', id: '2026-12-05' },
  result: 'done',
  changes: [{ what: 'slots/timekeeper-2', after: { helper: 'joerg', name: 'Jörg MÜLLER', state: 'confirmed' } }],
  undoable: true,
  ...more,
});

function answer(entries: ActivityEntry[], asked: string[] = []) {
  server.use(
    ...common(),
    http.get(address('/events/monrepos/activity'), ({ request }) => {
      asked.push(new URL(request.url).search);
      return HttpResponse.json({ entries });
    }),
    http.get(address('/events/monrepos/schedules'), () => HttpResponse.json(range())),
    http.get(address('/events/monrepos/members'), () =>
      HttpResponse.json({ members: [{ account: 'acc-anna', name: 'Anna Becker', access: 'coordinator' }] }),
    ),
  );
}

describe('the log', () => {
  it('tells who changed what, in the zone of the event', async () => {
    answer([entry({})]);
    renderApp('/events/monrepos/log');
    const row = await screen.findByRole('listitem');
    expect(await within(row).findByText('Timekeeper 2, 5 Dec')).toBeVisible();
    expect(within(row).getByText('Timekeeper 2: open → Jörg MÜLLER')).toBeVisible();
    expect(within(row).getByText('3 Dec, 21:14')).toBeVisible();
    expect(within(row).getByText('Anna Becker')).toBeVisible();
  });

  it('names a slot without its number where the role has one slot only', async () => {
    const after = { helper: 'joerg', name: 'Jörg MÜLLER', state: 'confirmed' };
    answer([entry({ changes: [{ what: 'slots/run-director-1', after }] })]);
    renderApp('/events/monrepos/log');
    const row = await screen.findByRole('listitem');
    expect(await within(row).findByText('Run Director, 5 Dec')).toBeVisible();
    expect(within(row).getByText('Run Director: open → Jörg MÜLLER')).toBeVisible();
  });

  it('undoes, and says so', async () => {
    const undone: unknown[] = [];
    answer([entry({})]);
    server.use(
      http.post(address('/events/monrepos/schedules/2026-12-05/undo'), async ({ request }) => {
        undone.push(await request.json());
        return HttpResponse.json({ op: 'x', warnings: [], schedule: schedule(sixDates[0]) });
      }),
    );
    renderApp('/events/monrepos/log');
    await userEvent.click(await screen.findByRole('button', { name: 'Undo: Timekeeper 2, 5 Dec' }));
    expect(await screen.findAllByText('Undone: Timekeeper 2, 5 Dec.')).not.toHaveLength(0);
    expect(undone).toEqual([{ op: '0b8a7f52-0f6d-4a0e-8f4e-6a5a7a2f0001' }]);
  });

  it('gives the reason where undo is off', async () => {
    answer([entry({ undoable: false })]);
    renderApp('/events/monrepos/log');
    const button = await screen.findByRole('button', { name: 'Undo: Timekeeper 2, 5 Dec' });
    expect(button).toHaveAttribute('aria-disabled', 'true');
    expect(button).toHaveAccessibleDescription('Something later depends on it, or it cannot be undone.');
  });

  it('filters by date and by account', async () => {
    const asked: string[] = [];
    answer([], asked);
    renderApp('/events/monrepos/log');
    expect(await screen.findByText('Nothing has happened yet.')).toBeVisible();
    await screen.findByRole('option', { name: 'Sat 5 Dec' });
    await userEvent.selectOptions(screen.getByLabelText('About'), 'Sat 5 Dec');
    expect(await screen.findByText('Nothing fits the filter.')).toBeVisible();
    await userEvent.selectOptions(screen.getByLabelText('By'), 'Anna Becker');
    await screen.findByText('Nothing fits the filter.');
    expect(asked.at(-1)).toBe('?entity=schedule%3A2026-12-05&actor=acc-anna');
  });

  it('shows a failure in place, with a retry', async () => {
    answer([]);
    server.use(http.get(address('/events/monrepos/activity'), () => problem(403, 'forbidden'), { once: true }));
    renderApp('/events/monrepos/log');
    expect(await screen.findByRole('alert')).toHaveTextContent('Your access does not cover this. (req-7f3a)');
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('Nothing has happened yet.')).toBeVisible();
  });

  it('speaks German', async () => {
    const { chooseLanguage } = await import('@/lib/i18n');
    await chooseLanguage('de');
    answer([
      entry({
        kind: 'publish',
        changes: [{ what: 'status', before: { text: 'draft' }, after: { text: 'published' } }],
      }),
    ]);
    renderApp('/events/monrepos/log');
    expect(await screen.findByText('5. Dez. veröffentlicht')).toBeVisible();
    expect(screen.getByText('Stand: Entwurf → veröffentlicht')).toBeVisible();
  });
});
