import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Helper } from '@/lib/api/types';
import { myEvent, range } from '@/testing/fixtures';
import { address, common, problem } from '@/testing/handlers';
import { renderApp } from '@/testing/render-app';
import { server } from '@/testing/server';

interface Sent {
  body: unknown;
  ifMatch: string | null;
  key: string | null;
}

let helper: Helper;
let sent: Sent[];
const record = async (request: Request) => {
  const text = await request.text();
  const body: unknown = text === '' ? null : JSON.parse(text);
  sent.push({ body, ifMatch: request.headers.get('If-Match'), key: request.headers.get('Idempotency-Key') });
  return body as Record<string, unknown>;
};
const changed = (more: Partial<Helper>) => {
  helper = { ...helper, ...more, rev: helper.rev + 1 };
  return HttpResponse.json({ op: 'op-1', warnings: [], helper });
};
const H = address('/events/monrepos/helpers/joerg');

beforeEach(() => {
  sent = [];
  helper = {
    id: 'joerg',
    rev: 3,
    name: 'Jörg MÜLLER',
    parkrunNumber: 1234567,
    phone: '0711 1',
    archived: false,
    timesHelped: 7,
  };
  server.use(
    ...common(),
    http.get(H, () => HttpResponse.json(helper)),
    http.get(address('/events/monrepos/helpers'), () => HttpResponse.json({ helpers: [helper], total: 1 })),
    http.patch(H, async ({ request }) => {
      const patch = await record(request);
      if (request.headers.get('If-Match') !== `"${helper.rev}-0"`) return problem(412, 'stale');
      return changed(patch);
    }),
  );
});

const said = async (text: string) => expect(await screen.findByTestId('live-region')).toHaveTextContent(text);

describe('the form of a helper', () => {
  it('sends what changed alone', async () => {
    renderApp('/events/monrepos/helpers/joerg');
    const phone = await screen.findByLabelText('Phone');
    await userEvent.clear(phone);
    await userEvent.type(phone, '0711 2');
    await userEvent.click(screen.getByRole('button', { name: 'Add a level' }));
    await screen.findByRole('option', { name: 'Marshal', hidden: false }).catch(() => undefined);
    await userEvent.selectOptions(screen.getByLabelText('Role of level 1'), 'Marshal');
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    await screen.findByText('Jörg MÜLLER is saved.', { selector: 'span' });
    expect(sent).toMatchObject([
      { body: { phone: '0711 2', levels: [{ role: 'marshal', level: 'training' }] }, ifMatch: '"3-0"' },
    ]);
  });

  it('says that nothing changed, and finds faults before sending', async () => {
    renderApp('/events/monrepos/helpers/joerg');
    const name = await screen.findByRole('textbox', { name: /^Name/ });
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    await said('Nothing has changed.');
    await userEvent.clear(name);
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    expect(await screen.findByText('Needed.')).toBeVisible();
    expect(sent).toEqual([]);
  });

  it('keeps both changes if somebody else changed another value', async () => {
    renderApp('/events/monrepos/helpers/joerg');
    await userEvent.type(await screen.findByLabelText('E-mail'), 'j@example.org');
    helper = { ...helper, rev: 4, phone: '0711 9' };
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    await screen.findByText('Jörg MÜLLER is saved.', { selector: 'span' });
    expect(sent.map(({ body, ifMatch }) => [body, ifMatch])).toEqual([
      [{ email: 'j@example.org' }, '"3-0"'],
      [{ email: 'j@example.org' }, '"4-0"'],
    ]);
    expect(new Set(sent.map(({ key }) => key)).size).toBe(2);
    expect(screen.getByLabelText('Phone')).toHaveValue('0711 9');
  });

  it('puts theirs beside mine where both changed one value', async () => {
    renderApp('/events/monrepos/helpers/joerg');
    await userEvent.type(await screen.findByLabelText('Phone'), '23');
    helper = { ...helper, rev: 4, phone: '0711 9' };
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    const dialog = await screen.findByRole('dialog', { name: 'Somebody else saved this meanwhile' });
    expect(within(dialog).getByRole('radio', { name: 'Yours: 0711 123' })).toBeChecked();
    expect(within(dialog).getByRole('radio', { name: 'Saved now: 0711 9' })).not.toBeChecked();
    await userEvent.click(within(dialog).getByRole('button', { name: 'Save this choice' }));
    await screen.findByText('Jörg MÜLLER is saved.', { selector: 'span' });
    expect(helper.phone).toBe('0711 123');
  });

  it('shows the facts alone to run directors', async () => {
    server.use(...common({ me: { events: [myEvent({ access: 'runDirector' })] } }));
    renderApp('/events/monrepos/helpers/joerg');
    expect(await screen.findByRole('link', { name: '0711 1' })).toHaveAttribute('href', 'tel:07111');
    expect(screen.queryByRole('button', { name: 'Save' })).not.toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Archive' })).not.toBeInTheDocument();
  });
});

describe('the parkrun ID', () => {
  it('changes by a command of its own, which says what it expects', async () => {
    server.use(
      http.put(`${H}/parkrun-number`, async ({ request }) =>
        changed({ parkrunNumber: (await record(request)).number as number }),
      ),
    );
    renderApp('/events/monrepos/helpers/joerg');
    await userEvent.click(await screen.findByRole('button', { name: 'Change parkrun ID' }));
    const input = within(await screen.findByRole('dialog')).getByRole('textbox');
    await userEvent.clear(input);
    await userEvent.type(input, 'b12{Enter}');
    expect(await screen.findByText('A parkrun ID is the letter A and up to 9 digits.')).toBeVisible();
    await userEvent.clear(input);
    await userEvent.type(input, 'a7654321{Enter}');
    expect(await screen.findByText('A7654321')).toBeVisible();
    expect(sent).toMatchObject([{ body: { number: 7654321, expect: 1234567 } }]);
  });

  it('leads to the helper who has it', async () => {
    server.use(http.put(`${H}/parkrun-number`, () => problem(409, 'parkrunNumberTaken', { facts: { helper: 'kim' } })));
    renderApp('/events/monrepos/helpers/joerg');
    await userEvent.click(await screen.findByRole('button', { name: 'Change parkrun ID' }));
    await userEvent.type(within(await screen.findByRole('dialog')).getByRole('textbox'), '8{Enter}');
    expect(await screen.findByRole('link', { name: 'Show that helper' })).toHaveAttribute(
      'href',
      '/events/monrepos/helpers/kim',
    );
  });
});

describe('archiving', () => {
  it('warns of coming slots, and is undone', async () => {
    helper = { ...helper, coming: [{ date: '2026-12-05', slot: 'timekeeper-2', state: 'confirmed' }] };
    server.use(
      http.get(address('/events/monrepos/schedules'), () => HttpResponse.json(range())),
      http.post(`${H}/archive`, () => changed({ archived: true })),
      http.post(`${H}/undo`, async ({ request }) => {
        await record(request);
        return changed({ archived: false });
      }),
    );
    renderApp('/events/monrepos/helpers/joerg');
    await userEvent.click(await screen.findByRole('button', { name: 'Archive' }));
    const dialog = await screen.findByRole('dialog', { name: 'Archive Jörg MÜLLER?' });
    expect(dialog).toHaveTextContent('1 coming slot keeps the name until you change it:');
    expect(dialog).toHaveTextContent('Sat 5 Dec Timekeeper 2, confirmed');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Archive' }));
    expect(await screen.findByRole('button', { name: 'Restore' })).toBeVisible();
    await userEvent.keyboard('{Control>}z{/Control}');
    expect(await screen.findByRole('button', { name: 'Archive' })).toBeVisible();
    expect(sent).toMatchObject([{ body: { op: 'op-1' } }]);
  });
});

describe('a new helper', () => {
  it('is created, then shown', async () => {
    server.use(
      http.post(address('/events/monrepos/helpers'), async ({ request }) => {
        const draft = await record(request);
        helper = { ...helper, name: draft.name as string };
        return HttpResponse.json({ op: 'op-2', warnings: [], helper }, { status: 201 });
      }),
    );
    renderApp('/events/monrepos/helpers/new?name=Zo%C3%AB');
    expect(await screen.findByRole('textbox', { name: /^Name/ })).toHaveValue('Zoë');
    await userEvent.type(screen.getByRole('textbox', { name: /^parkrun ID/ }), 'a12345');
    await userEvent.click(screen.getByRole('button', { name: 'Add helper' }));
    expect(await screen.findByRole('heading', { level: 1, name: 'Zoë' })).toBeVisible();
    expect(sent).toMatchObject([{ body: { name: 'Zoë', parkrunNumber: 12345 } }]);
    expect(window.location.pathname).toBe('/events/monrepos/helpers/joerg');
  });

  it('is refused with a number that somebody has, and sent again as the same command after a lost connection', async () => {
    const answers = [
      HttpResponse.error(),
      HttpResponse.error(),
      HttpResponse.error(),
      HttpResponse.error(),
      HttpResponse.error(),
    ];
    server.use(
      http.post(address('/events/monrepos/helpers'), async ({ request }) => {
        await record(request);
        return answers.pop() ?? problem(409, 'parkrunNumberTaken', { facts: { helper: 'kim' } });
      }),
    );
    renderApp('/events/monrepos/helpers/new');
    await userEvent.type(await screen.findByRole('textbox', { name: /^Name/ }), 'Zoë');
    await userEvent.type(screen.getByRole('textbox', { name: /^parkrun ID/ }), '12345');
    const add = screen.getByRole('button', { name: 'Add helper' });
    await userEvent.click(add);
    expect(await screen.findByRole('alert', undefined, { timeout: 20_000 })).toHaveTextContent('No connection');
    await userEvent.click(add);
    expect(await screen.findByRole('link', { name: 'Show that helper' })).toHaveAttribute(
      'href',
      '/events/monrepos/helpers/kim',
    );
    expect(new Set(sent.map(({ key }) => key)).size).toBe(1);
  });
});
