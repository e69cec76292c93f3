import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { describe, expect, it } from 'vitest';
import { board, cell } from '@/testing/board';
import { address, problem } from '@/testing/handlers';
import { renderApp } from '@/testing/render-app';
import { server } from '@/testing/server';

const zoe = { helper: 'h-zoe', name: 'Zoë', state: 'confirmed' } as const;
const said = (text: string | RegExp) => screen.findByText(text, { selector: 'span' });
const press = async (name: string, keys: string, date?: string) => {
  (await cell(name, date)).focus();
  await userEvent.keyboard(keys);
};

/** Opens the list of a slot, and takes the best candidate after somebody else's `change`. */
const choose = async (name: string, change = () => {}) => {
  await press(name, '{Enter}');
  await screen.findByRole('option', { name: /Jörg MÜLLER/ });
  change();
  await userEvent.keyboard('{Enter}');
};

describe('a slot of the board asks', () => {
  it('when somebody else was quicker, and uses mine on demand', async () => {
    const fake = board();
    renderApp('/events/monrepos/board');
    await choose('timekeeper-1', () => fake.put('2026-12-05', 'timekeeper-1', zoe));
    await waitFor(async () => expect(await cell('timekeeper-1')).toHaveTextContent('Zoë, confirmed, question'));
    await userEvent.click(await cell('timekeeper-1'));
    expect(
      await screen.findByText(/Kim put Zoë here .*Keep Zoë or use Jörg MÜLLER\?/, { selector: 'p' }),
    ).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Use Jörg MÜLLER' }));
    await waitFor(() => expect(fake.changes.at(-1)?.body).toMatchObject({ helper: 'h-joerg', expect: 'h-zoe' }));
    await waitFor(async () => expect(await cell('timekeeper-1')).toHaveTextContent('Jörg MÜLLER, confirmed'));
  });

  it('what becomes of a choice that got no answer, and sends it again as the same command', async () => {
    const fake = board();
    const keys: (string | null)[] = [];
    let away = true;
    server.use(
      http.put(address('/events/monrepos/schedules/:date/slots/:slot/assignment'), ({ request }) => {
        keys.push(request.headers.get('Idempotency-Key'));
        // Passed on to the schedules once the store is back.
        return away ? problem(503, 'storeAway') : undefined;
      }),
    );
    renderApp('/events/monrepos/board');
    await choose('timekeeper-1');
    const said = await screen.findByText(/^Not saved: Timekeeper 1, 5 Dec\. Your choice is kept\. .*\(req-7f3a\)/, {
      selector: 'span',
    });
    expect(said).toBeVisible();
    expect(await cell('timekeeper-1')).toHaveTextContent('Jörg MÜLLER');
    expect(await cell('timekeeper-1')).toHaveTextContent('question');
    expect(fake.changes).toEqual([]);

    away = false;
    await userEvent.click(await cell('timekeeper-1'));
    await userEvent.click(await screen.findByRole('button', { name: 'Try again' }));
    await waitFor(() => expect(fake.changes).toHaveLength(1));
    expect(await screen.findByText('Jörg MÜLLER is Timekeeper 1 on 5 Dec.', { selector: 'span' })).toBeVisible();
    expect(new Set(keys).size).toBe(1);
  });

  it('what becomes of a choice beyond the refusals of a day, and drops it on demand', async () => {
    const fake = board();
    server.use(
      http.put(address('/events/monrepos/schedules/:date/slots/:slot/assignment'), () =>
        HttpResponse.json(
          { code: 'tooManyRefusals', requestId: 'req-7f3a0001' },
          { status: 429, headers: { 'Retry-After': '7200', 'Content-Type': 'application/problem+json' } },
        ),
      ),
    );
    renderApp('/events/monrepos/board');
    await choose('timekeeper-1');
    expect(await screen.findByText(/were refused today\. You can go on from \d/, { selector: 'span' })).toBeVisible();
    await userEvent.click(await cell('timekeeper-1'));
    await userEvent.click(await screen.findByRole('button', { name: 'Drop it' }));
    await waitFor(async () => expect(await cell('timekeeper-1')).not.toHaveTextContent('Jörg MÜLLER'));
    expect(fake.byDate.get('2026-12-05')?.rev).toBe(1);
  });

  it('when somebody has emptied it meanwhile, and fills it on demand', async () => {
    const fake = board();
    renderApp('/events/monrepos/board');
    await choose('run-director-1', () => fake.put('2026-12-05', 'run-director-1', null));
    expect(await said('The slot is open by now. Use Jörg MÜLLER?')).toBeVisible();
    await userEvent.click(await cell('run-director-1'));
    await userEvent.click(await screen.findByRole('button', { name: 'Use Jörg MÜLLER' }));
    await waitFor(() => expect(fake.changes.at(-1)?.body).toMatchObject({ helper: 'h-joerg', expect: null }));
    expect(await said('Jörg MÜLLER is Run Director on 5 Dec.')).toBeVisible();
  });

  it('when somebody was moved to a slot just filled, and exchanges on demand', async () => {
    const fake = board();
    renderApp('/events/monrepos/board');
    await press('run-director-1', '{Control>}x{/Control}');
    (await cell('marshal-1')).focus();
    fake.put('2026-12-05', 'marshal-1', zoe);
    await userEvent.keyboard('{Control>}v{/Control}');
    expect(await said(/Kim put Zoë here .*Keep Zoë or use Anna BECKER\?/)).toBeVisible();
    await userEvent.click(await cell('marshal-1'));
    await userEvent.click(await screen.findByRole('button', { name: 'Use Anna BECKER' }));
    await waitFor(() =>
      expect(fake.changes.at(-1)).toMatchObject({
        path: '/schedules/2026-12-05/swap',
        body: { slots: ['run-director-1', 'marshal-1'], expect: ['h-anna', 'h-zoe'] },
      }),
    );
    await waitFor(async () => expect(await cell('marshal-1')).toHaveTextContent('Anna BECKER, confirmed'));
    expect(await cell('run-director-1')).toHaveTextContent('Zoë, confirmed');
  });

  it('when somebody was moved to a slot of another date just filled', async () => {
    const fake = board();
    renderApp('/events/monrepos/board');
    await press('run-director-1', '{Control>}x{/Control}{ArrowRight}');
    fake.put('2026-12-12', 'run-director-1', zoe);
    await userEvent.keyboard('{Control>}v{/Control}');
    expect(await said(/Keep Zoë or use Anna BECKER\?/)).toBeVisible();
    await userEvent.click(await cell('run-director-1', '2026-12-12'));
    await userEvent.click(await screen.findByRole('button', { name: 'Use Anna BECKER' }));
    await waitFor(() => expect(fake.changes).toHaveLength(3));
    expect(fake.changes.slice(1).map(({ path, body }) => [path.slice(11, 21), body])).toEqual([
      ['2026-12-12', { helper: 'h-anna', expect: 'h-zoe' }],
      ['2026-12-05', { helper: null, expect: 'h-anna' }],
    ]);
    await waitFor(async () => expect(await cell('run-director-1')).toHaveAttribute('data-state', 'needed'));
  });

  it('nothing about the slot that somebody was moved from: it says that it changed', async () => {
    const fake = board();
    renderApp('/events/monrepos/board');
    await press('run-director-1', '{Control>}x{/Control}');
    (await cell('marshal-1')).focus();
    fake.put('2026-12-05', 'run-director-1', zoe);
    await userEvent.keyboard('{Control>}v{/Control}');
    expect(await said(/^Not done: 5 Dec changed meanwhile/)).toBeVisible();
    await waitFor(async () => expect(await cell('run-director-1')).toHaveTextContent('Zoë, confirmed'));
    expect(await cell('marshal-1')).not.toHaveTextContent('question');
  });

  it('again after Escape, which gives the focus back and decides nothing', async () => {
    const fake = board();
    renderApp('/events/monrepos/board');
    await choose('timekeeper-1', () => fake.put('2026-12-05', 'timekeeper-1', zoe));
    await waitFor(async () => expect(await cell('timekeeper-1')).toHaveTextContent('Zoë, confirmed, question'));
    await press('timekeeper-1', '{Enter}');
    expect(await screen.findByRole('button', { name: 'Keep Zoë' })).toHaveFocus();
    await userEvent.keyboard('{Escape}');
    expect(screen.queryByRole('button', { name: 'Keep Zoë' })).toBeNull();
    expect(document.activeElement).toBe(await cell('timekeeper-1'));
    expect(await cell('timekeeper-1')).toHaveTextContent('question');
  });
});

it('what the rules say of somebody who was put in without being asked why is told', async () => {
  const fake = board();
  renderApp('/events/monrepos/board');
  await cell('marshal-1');
  fake.put('2026-12-12', 'marshal-1', { helper: 'h-kim', name: 'Kim MULDER', state: 'confirmed' });
  await waitFor(async () => expect(await cell('marshal-1', '2026-12-12')).toHaveTextContent('Kim MULDER'), {
    timeout: 20_000,
  });
  await press('marshal-1', '{Control>}c{/Control}', '2026-12-12');
  await press('timekeeper-1', '{Control>}v{/Control}');
  expect(await said('Kim MULDER is Timekeeper 1 on 5 Dec. Kim MULDER: Not signed off as Timekeeper.')).toBeVisible();
});
