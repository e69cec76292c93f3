import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { describe, expect, it } from 'vitest';
import { board, cell } from '@/testing/board';
import { me, myEvent, range } from '@/testing/fixtures';
import { candidate } from '@/testing/fake-schedules';
import { address, common, problem } from '@/testing/handlers';
import { renderApp } from '@/testing/render-app';
import { server } from '@/testing/server';

describe('the board', () => {
  it('shows dates, slots and what is open in words', async () => {
    board();
    renderApp('/events/monrepos/board');
    const grid = await screen.findByRole('grid', { name: /Board of Monrepos parkrun/ });
    expect(within(grid).getAllByRole('columnheader')).toHaveLength(7);
    expect(within(grid).getByRole('columnheader', { name: /Sat,? 5 Dec.*Draft.*2 open/ })).toBeVisible();
    expect(await within(grid).findByRole('rowheader', { name: 'Timekeeper 2' })).toBeVisible();
    expect(await cell('run-director-1')).toHaveTextContent('Anna BECKER, confirmed');
    expect(await cell('timekeeper-1')).toHaveTextContent('open');
    expect(await cell('timekeeper-2')).toHaveTextContent('preferred');
  });

  it('has one tab stop, which arrows move without wrapping', async () => {
    board();
    renderApp('/events/monrepos/board');
    const start = await cell('timekeeper-1');
    expect(document.querySelectorAll('[role="grid"] [tabindex="0"]')).toHaveLength(1);
    start.focus();
    await userEvent.keyboard('{ArrowRight}');
    expect(document.activeElement).toBe(await cell('timekeeper-1', '2026-12-12'));
    await userEvent.keyboard('{Home}{ArrowLeft}');
    expect(document.activeElement).toBe(start);
    await userEvent.keyboard('{Control>}{End}{/Control}');
    expect(document.activeElement).toHaveAttribute('data-date', '2027-01-02');
    expect(document.querySelectorAll('[role="grid"] [tabindex="0"]')).toHaveLength(1);
  });

  it('fills a slot by typing a name and goes to the next open one', async () => {
    const fake = board();
    renderApp('/events/monrepos/board');
    (await cell('timekeeper-1')).focus();
    await userEvent.keyboard('mul');
    const input = await screen.findByRole('combobox');
    await waitFor(() => expect(screen.getAllByRole('option')).toHaveLength(4));
    expect(input).toHaveValue('mul');
    expect(screen.getByRole('option', { name: /Jörg MÜLLER/ })).toHaveAttribute('aria-selected', 'true');
    expect(input).toHaveAttribute('aria-activedescendant', screen.getByRole('option', { name: /Jörg/ }).id);
    await userEvent.keyboard('{Enter}');
    await waitFor(async () => expect(await cell('timekeeper-1')).toHaveTextContent('Jörg MÜLLER'));
    expect(document.activeElement).toBe(await cell('marshal-1'));
    await waitFor(() => expect(fake.changes).toHaveLength(1));
    expect(fake.changes[0]).toMatchObject({
      method: 'PUT',
      path: '/schedules/2026-12-05/slots/timekeeper-1/assignment',
      body: { helper: 'h-joerg', expect: null },
    });
    expect(await screen.findByText('Jörg MÜLLER is Timekeeper 1 on 5 Dec.', { selector: 'span' })).toBeVisible();
  });

  it('takes the best candidate with Enter, Enter', async () => {
    const fake = board();
    renderApp('/events/monrepos/board');
    (await cell('timekeeper-1')).focus();
    await userEvent.keyboard('{Enter}');
    await screen.findByRole('option', { name: /Jörg MÜLLER/ });
    await userEvent.keyboard('{Enter}');
    await waitFor(() => expect(fake.changes).toHaveLength(1));
    expect(fake.changes[0]?.body).toMatchObject({ helper: 'h-joerg' });
  });

  it('finds by number, and takes with Tab without leaving', async () => {
    board();
    renderApp('/events/monrepos/board');
    (await cell('timekeeper-1')).focus();
    await userEvent.keyboard('1234');
    await waitFor(() => expect(screen.getAllByRole('option')).toHaveLength(1));
    await userEvent.keyboard('{Tab}');
    await waitFor(async () => expect(await cell('timekeeper-1')).toHaveTextContent('Jörg MÜLLER'));
    expect(document.activeElement).toBe(await cell('timekeeper-1'));
  });

  it('asks why before a warned candidate is taken', async () => {
    const fake = board();
    renderApp('/events/monrepos/board');
    (await cell('timekeeper-1')).focus();
    await userEvent.keyboard('kim');
    await screen.findByRole('option', { name: /Kim MULDER/ });
    await userEvent.keyboard('{Enter}');
    expect(await screen.findByText('Not signed off as Timekeeper.')).toBeVisible();
    await userEvent.keyboard('trained last week{Enter}');
    await waitFor(() =>
      expect(fake.changes[0]?.body).toMatchObject({ helper: 'h-kim', override: 'trained last week' }),
    );
  });

  it('moves somebody who has another slot on that date', async () => {
    const fake = board([
      candidate('h-anna', 'Anna BECKER', {
        group: 'onDate',
        slot: 'run-director-1',
        reason: { code: 'onDate', slot: 'run-director-1' },
      }),
    ]);
    renderApp('/events/monrepos/board');
    (await cell('marshal-1')).focus();
    await userEvent.keyboard('anna');
    expect(await screen.findByRole('option', { name: /Anna BECKER.*is Run Director: move/ })).toBeVisible();
    await userEvent.keyboard('{Enter}');
    await waitFor(() =>
      expect(fake.changes[0]).toMatchObject({
        path: '/schedules/2026-12-05/swap',
        body: { slots: ['run-director-1', 'marshal-1'], expect: ['h-anna', null] },
      }),
    );
  });

  it('clears with Delete and takes it back with Ctrl+Z, then does it again', async () => {
    const fake = board();
    renderApp('/events/monrepos/board');
    (await cell('run-director-1')).focus();
    await userEvent.keyboard('{Delete}');
    await waitFor(async () => expect(await cell('run-director-1')).toHaveAttribute('data-state', 'needed'));
    await waitFor(() => expect(fake.byDate.get('2026-12-05')?.slots[0]?.assignment).toBeUndefined());
    await screen.findByText('Run Director on 5 Dec is open again.', { selector: 'span' });
    await userEvent.keyboard('{Control>}z{/Control}');
    await waitFor(async () => expect(await cell('run-director-1')).toHaveTextContent('Anna BECKER'));
    await screen.findByText(/^Undone: Run Director, 5 Dec/, { selector: 'span' });
    await userEvent.keyboard('{Control>}{Shift>}z{/Shift}{/Control}');
    await waitFor(async () => expect(await cell('run-director-1')).toHaveAttribute('data-state', 'needed'));
  });

  it('says why an undo was refused', async () => {
    board();
    server.use(http.post(address('/events/monrepos/schedules/:date/undo'), () => problem(403, 'forbidden')));
    renderApp('/events/monrepos/board');
    (await cell('run-director-1')).focus();
    await userEvent.keyboard('{Delete}');
    await screen.findByText('Run Director on 5 Dec is open again.', { selector: 'span' });
    await userEvent.keyboard('{Control>}z{/Control}');
    expect(await screen.findByText(/^Your access does not cover this/, { selector: 'span' })).toBeVisible();
  });

  it('marks the selection as confirmed, but for dates that can only be read', async () => {
    const fake = board();
    const kim = { helper: 'h-kim', name: 'Kim MULDER', state: 'proposed' } as const;
    for (const date of ['2026-12-05', '2026-12-12', '2026-12-19']) fake.put(date, 'marshal-1', kim);
    fake.byDate.set('2026-12-12', { ...fake.byDate.get('2026-12-12')!, status: 'cancelled' });
    fake.byDate.set('2026-12-19', { ...fake.byDate.get('2026-12-19')!, past: true });
    renderApp('/events/monrepos/board');
    (await cell('marshal-1')).focus();
    await userEvent.keyboard('{Control>}a{/Control}');
    await userEvent.click(await screen.findByRole('button', { name: 'Mark as confirmed' }));
    await screen.findByText('Kim MULDER is Marshal on 5 Dec.', { selector: 'span' });
    expect(fake.changes.map(({ path }) => path)).toEqual(['/schedules/2026-12-05/slots/marshal-1/assignment']);
    expect(screen.queryByText(/changed meanwhile/)).toBeNull();
  });

  it('copies and moves by the clipboard, across dates as two commands', async () => {
    const fake = board();
    renderApp('/events/monrepos/board');
    (await cell('run-director-1')).focus();
    await userEvent.keyboard('{Control>}x{/Control}{ArrowRight}{Control>}v{/Control}');
    await waitFor(() => expect(fake.changes).toHaveLength(2));
    expect(fake.changes.map(({ path }) => path)).toEqual([
      '/schedules/2026-12-12/slots/run-director-1/assignment',
      '/schedules/2026-12-05/slots/run-director-1/assignment',
    ]);
    expect(fake.changes[1]?.body).toEqual({ helper: null, expect: 'h-anna' });
    await waitFor(async () => expect(await cell('run-director-1', '2026-12-12')).toHaveTextContent('Anna BECKER'));
  });

  it('keeps the choice in sight while the answer is on its way, and takes it back when refused', async () => {
    const fake = board();
    let letGo: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (letGo = resolve));
    server.use(
      http.put(address('/events/monrepos/schedules/:date/slots/:slot/assignment'), async () => {
        await held;
        return problem(409, 'final');
      }),
    );
    renderApp('/events/monrepos/board');
    (await cell('timekeeper-1')).focus();
    await userEvent.keyboard('{Enter}');
    await screen.findByRole('option', { name: /Jörg MÜLLER/ });
    await userEvent.keyboard('{Enter}');
    expect(await cell('timekeeper-1')).toHaveTextContent('Jörg MÜLLER');
    letGo();
    await waitFor(async () => expect(await cell('timekeeper-1')).toHaveTextContent('open'));
    expect(await screen.findByText(/Not done: 5 Dec changed meanwhile/, { selector: 'span' })).toBeVisible();
    expect(fake.changes).toHaveLength(0);
  });

  it('shows a change of somebody else at the next poll', async () => {
    const fake = board();
    renderApp('/events/monrepos/board');
    expect(await cell('timekeeper-1')).toHaveTextContent('open');
    fake.put('2026-12-05', 'timekeeper-1', { helper: 'h-zoe', name: 'Zoë', state: 'proposed' });
    await waitFor(async () => expect(await cell('timekeeper-1')).toHaveTextContent('Zoë, proposed'), {
      timeout: 20_000,
    });
  });

  it('publishes a date in two clicks', async () => {
    const fake = board();
    renderApp('/events/monrepos/board');
    await userEvent.click(await screen.findByRole('columnheader', { name: /5 Dec/ }));
    await userEvent.click(await screen.findByRole('button', { name: 'Publish, 2 needed slots are open' }));
    expect(await screen.findByRole('columnheader', { name: /5 Dec.*Published/ })).toBeVisible();
    expect(fake.changes.map(({ path }) => path)).toEqual(['/schedules/2026-12-05/publish']);
  });

  it('cancels a date with a reason; its slots can then only be read', async () => {
    board();
    renderApp('/events/monrepos/board');
    await userEvent.click(await screen.findByRole('columnheader', { name: /5 Dec/ }));
    await userEvent.click(await screen.findByRole('button', { name: /Cancel this date/ }));
    await userEvent.selectOptions(await screen.findByRole('combobox', { name: 'Reason' }), 'Flooding');
    await userEvent.click(screen.getByRole('button', { name: 'Cancel 5 Dec' }));
    expect(await screen.findByRole('columnheader', { name: /5 Dec.*Cancelled.*Flooding/ })).toBeVisible();
    expect(await cell('timekeeper-1')).toHaveAttribute('aria-readonly', 'true');
    await userEvent.click(await cell('timekeeper-1'));
    expect(screen.queryByRole('combobox')).toBeNull();
  });

  it('lets a Run Director fill but not publish', async () => {
    const fake = board();
    server.use(
      ...common({ me: me({ access: 'runDirector', events: [myEvent({ access: 'runDirector' })] }) }),
      ...fake.handlers,
    );
    renderApp('/events/monrepos/board');
    await userEvent.click(await screen.findByRole('columnheader', { name: /5 Dec/ }));
    expect(await screen.findByRole('dialog')).toBeVisible();
    expect(screen.queryByRole('button', { name: /Publish/ })).toBeNull();
    expect(screen.queryByRole('button', { name: /Cancel this date/ })).toBeNull();
  });

  it('says what is wrong, in place, and tries again', async () => {
    let broken = true;
    server.use(
      ...common(),
      http.get(address('/events/monrepos/schedules'), () =>
        broken ? problem(404, 'absent') : HttpResponse.json(range()),
      ),
    );
    renderApp('/events/monrepos/board');
    expect(await screen.findByRole('alert')).toHaveTextContent('Not found, or not yours. (req-7f3a)');
    broken = false;
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByRole('grid')).toBeVisible();
  });

  it('shows the later of two choices for a slot until it is answered, whatever becomes of the first', async () => {
    const fake = board();
    const answered: Record<string, () => void> = {};
    server.use(
      http.put(address('/events/monrepos/schedules/:date/slots/:slot/assignment'), async ({ request }) => {
        const { helper } = (await request.clone().json()) as { helper: string };
        await new Promise<void>((resolve) => (answered[helper] = resolve));
        // Passed on to the schedules.
        return undefined;
      }),
    );
    renderApp('/events/monrepos/board');
    const choose = async (helper: string) => {
      (await cell('timekeeper-1')).focus();
      await userEvent.keyboard('{Enter}');
      await userEvent.click(await screen.findByRole('option', { name: new RegExp(helper) }));
      await waitFor(async () => expect(await cell('timekeeper-1')).toHaveTextContent(helper));
    };
    await choose('Jörg MÜLLER');
    await choose('Ulla MÜLLER');
    await waitFor(() => expect(Object.keys(answered)).toEqual(['h-joerg', 'h-ulla']));
    answered['h-joerg']!();
    expect(await screen.findByText('Jörg MÜLLER is Timekeeper 1 on 5 Dec.', { selector: 'span' })).toBeVisible();
    expect(await cell('timekeeper-1')).toHaveTextContent('Ulla MÜLLER');
    answered['h-ulla']!();
    expect(await screen.findByText('Ulla MÜLLER is Timekeeper 1 on 5 Dec.', { selector: 'span' })).toBeVisible();
    expect(fake.byDate.get('2026-12-05')?.slots[1]?.assignment?.helper).toBe('h-ulla');
  });
});
