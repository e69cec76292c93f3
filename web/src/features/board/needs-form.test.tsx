import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { expect, it } from 'vitest';
import type { Need } from '@/lib/api/types';
import { board } from '@/testing/board';
import { address, problem } from '@/testing/handlers';
import { renderApp } from '@/testing/render-app';
import { roles } from '@/testing/fixtures';
import { server } from '@/testing/server';

type Counts = Pick<Need, 'need' | 'prefer'>;

/** The needs of the first date; `bodies` are the changes asked for, each answered when `let` is called. */
async function open() {
  const fake = board();
  const bodies: (Counts & { expect: Counts })[] = [];
  const held: (() => void)[] = [];
  server.use(
    http.get(address('/roles'), () => {
      const catalogue = roles();
      const junior = { ...catalogue.roles[0]!, id: 'warm-up', names: { en: 'Warm Up Leader', de: 'Warm-up' } };
      const pacer = { ...catalogue.roles[0]!, id: 'pacer', names: { en: 'Pacer', de: 'Pacer' } };
      return HttpResponse.json({
        ...catalogue,
        roles: [...catalogue.roles, { ...junior, series: ['junior'] }, { ...pacer, series: ['5k'] }],
      });
    }),
    http.put(address('/events/monrepos/schedules/:date/needs/:role'), async ({ params, request }) => {
      const body = (await request.json()) as Counts & { expect: Counts };
      bodies.push(body);
      await new Promise<void>((resolve) => held.push(resolve));
      const old = fake.byDate.get('2026-12-05')!;
      const row = old.needs.find(({ role }) => role === params.role)!;
      const { need, prefer } = row;
      if (need !== body.expect.need || prefer !== body.expect.prefer) return problem(409, 'changedSince');
      const needs = old.needs.map((each) => (each === row ? { ...each, need: body.need, prefer: body.prefer } : each));
      const changed = { ...old, rev: old.rev + 1, needs };
      fake.byDate.set('2026-12-05', changed);
      return HttpResponse.json({ op: crypto.randomUUID(), warnings: [], schedule: changed });
    }),
  );
  renderApp('/events/monrepos/board');
  await userEvent.click(await screen.findByRole('columnheader', { name: /5 Dec/ }));
  const answer = async () => {
    await waitFor(() => expect(held).toHaveLength(1));
    held.shift()!();
  };
  return { bodies, answer };
}

it('a count left while the other one of its role is being saved goes out after it', async () => {
  const { bodies, answer } = await open();
  const needed = await screen.findByLabelText('Marshal: needed');
  await userEvent.clear(needed);
  await userEvent.type(needed, '3{Tab}');
  const preferred = screen.getByLabelText('Marshal: preferred');
  await userEvent.clear(preferred);
  await userEvent.type(preferred, '2{Tab}');
  expect(bodies).toHaveLength(1);
  await answer();
  await answer();
  expect(await screen.findByText(/^Marshal on 5 Dec: 3 needed, 2 preferred/, { selector: 'span' })).toBeVisible();
  expect(bodies).toEqual([
    { need: 3, prefer: 0, expect: { need: 1, prefer: 0 } },
    { need: 3, prefer: 2, expect: { need: 3, prefer: 0 } },
  ]);
});

it('offers the roles of the series alone', async () => {
  await open();
  const add = await screen.findByRole('combobox', { name: 'Add a role' });
  expect([...add.querySelectorAll('option')].map(({ textContent }) => textContent)).toEqual(['Choose a role', 'Pacer']);
});
