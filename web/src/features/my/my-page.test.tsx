import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Helper, Schedule, Slot } from '@/lib/api/types';
import { myEvent, range, schedule, slot } from '@/testing/fixtures';
import { address, common, problem } from '@/testing/handlers';
import { renderApp } from '@/testing/render-app';
import { server } from '@/testing/server';

const schedules = address('/events/monrepos/schedules');
const self = address('/events/monrepos/helpers/joerg');
const linked = { me: { events: [myEvent({ access: 'helper', helper: { helper: 'joerg', name: 'Jörg MÜLLER' } })] } };
const mine: Slot['assignment'] = { helper: 'joerg', name: 'Jörg MÜLLER', state: 'confirmed' };

let dates: Schedule[];
let helper: Helper;
let sent: unknown[];

beforeEach(() => {
  sent = [];
  helper = { id: 'joerg', rev: 1, name: 'Jörg MÜLLER', phone: '0711 1', archived: false };
  dates = [
    schedule('2026-12-05', [slot('timekeeper-2', 'needed', mine), slot('marshal-1')], { status: 'published' }),
    schedule('2026-12-12', [slot('timekeeper-2'), slot('marshal-1', 'preferred')], { status: 'published' }),
  ];
  server.use(
    ...common(linked),
    http.get(schedules, () => HttpResponse.json(range(dates))),
    http.get(self, () => HttpResponse.json(helper)),
    http.put(`${schedules}/:date/slots/:slot/assignment`, async ({ request, params }) => {
      const body = (await request.json()) as { helper: string | null };
      sent.push({ ...params, ...body });
      dates = dates.map((each) => {
        if (each.date !== params.date) return each;
        const slots = each.slots.map((one) => {
          if (one.id !== params.slot) return one;
          const { assignment: _, ...bare } = one;
          return body.helper ? { ...bare, assignment: mine } : bare;
        });
        return { ...each, rev: each.rev + 1, slots };
      });
      return HttpResponse.json({ op: 'op-1', warnings: [], schedule: dates.find(({ date }) => date === params.date) });
    }),
  );
});

const section = async (name: string) => (await screen.findByRole('heading', { level: 2, name })).closest('section')!;

describe('my page', () => {
  it('hands a slot back in two taps, and takes that back', async () => {
    const undone: unknown[] = [];
    server.use(
      http.post(`${schedules}/2026-12-05/undo`, async ({ request }) => {
        undone.push(await request.json());
        dates = dates.map((each, at) =>
          at === 0 ? { ...each, rev: 9, slots: [slot('timekeeper-2', 'needed', mine)] } : each,
        );
        return HttpResponse.json({ op: 'op-2', warnings: [], schedule: dates[0] });
      }),
    );
    renderApp('/events/monrepos/my');
    await userEvent.click(await screen.findByRole('button', { name: "I can't come: Timekeeper on Sat 5 Dec" }));
    expect(sent).toEqual([]);
    await userEvent.click(screen.getByRole('button', { name: 'Yes, hand it back' }));
    await screen.findByText('You have no slot on the coming dates.');
    expect(sent).toEqual([{ date: '2026-12-05', slot: 'timekeeper-2', helper: null, expect: 'joerg' }]);
    expect(screen.getByTestId('live-region')).toHaveTextContent('Thanks for saying so. Your slot is open again.');
    await userEvent.click(screen.getByRole('button', { name: 'Undo' }));
    expect(await within(await section('Next')).findByText('Timekeeper')).toBeVisible();
    expect(undone).toEqual([{ op: 'op-1' }]);
  });

  it('stands where it asked once somebody thinks again', async () => {
    renderApp('/events/monrepos/my');
    const name = "I can't come: Timekeeper on Sat 5 Dec";
    await userEvent.click(await screen.findByRole('button', { name }));
    expect(screen.getByRole('button', { name: 'Yes, hand it back' })).toHaveFocus();
    await userEvent.click(screen.getByRole('button', { name: 'Keep it' }));
    expect(screen.getByRole('button', { name })).toHaveFocus();
    expect(sent).toEqual([]);
  });

  it('takes an open place; the date then offers no other', async () => {
    renderApp('/events/monrepos/my');
    await userEvent.click(await screen.findByRole('button', { name: 'Take: Timekeeper on Sat 12 Dec' }));
    await waitFor(async () => expect(await section('Next')).toHaveTextContent('Sat 12 Dec 09:00Timekeeper'));
    expect(sent).toEqual([
      { date: '2026-12-12', slot: 'timekeeper-2', helper: 'joerg', expect: null, state: 'confirmed' },
    ]);
    expect(await section('Open slots')).toHaveTextContent('No slot is open for you on the published dates.');
  });

  it('says who was quicker', async () => {
    server.use(
      http.put(`${schedules}/:date/slots/:slot/assignment`, () =>
        problem(409, 'slotTaken', { holder: { helper: 'kim', name: 'Kim MULDER', state: 'confirmed' } }),
      ),
    );
    renderApp('/events/monrepos/my');
    await userEvent.click(await screen.findByRole('button', { name: 'Take: Timekeeper on Sat 12 Dec' }));
    await waitFor(() =>
      expect(screen.getByTestId('live-region')).toHaveTextContent(
        'Kim MULDER was quicker. Timekeeper on Sat 12 Dec is taken.',
      ),
    );
  });

  it('answers a proposal with one tap', async () => {
    dates = [
      schedule('2026-12-05', [slot('marshal-1', 'needed', { ...mine, state: 'proposed' })], { status: 'published' }),
    ];
    renderApp('/events/monrepos/my');
    await userEvent.click(await screen.findByRole('button', { name: "I'll be there: Marshal on Sat 5 Dec" }));
    await waitFor(() => expect(screen.queryByText('proposed, not answered yet')).not.toBeInTheDocument());
    expect(sent).toEqual([
      { date: '2026-12-05', slot: 'marshal-1', helper: 'joerg', expect: 'joerg', state: 'confirmed' },
    ]);
  });

  it('saves own data, and what is wrong stands at its field', async () => {
    const patches: unknown[] = [];
    server.use(
      http.patch(self, async ({ request }) => {
        const patch = (await request.json()) as Partial<Helper>;
        patches.push(patch);
        if (patch.email === 'x')
          return problem(400, 'invalidRequest', { faults: [{ pointer: '/email', reason: 'badFormat' }] });
        helper = { ...helper, ...patch, rev: 2 };
        return HttpResponse.json({ op: 'op-3', warnings: [], helper });
      }),
    );
    renderApp('/events/monrepos/my');
    const email = await screen.findByLabelText('E-mail');
    await userEvent.type(email, 'x');
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    expect(await screen.findByText('This value does not fit.')).toBeVisible();
    expect(email).toHaveAccessibleDescription('This value does not fit.');
    await userEvent.clear(email);
    await userEvent.type(email, 'j@example.org');
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    await screen.findByText('Your data is saved.', { selector: 'span' });
    expect(patches).toEqual([{ email: 'x' }, { email: 'j@example.org' }]);
  });

  it('says what is missing while nobody linked the account', async () => {
    server.use(...common({ me: { events: [myEvent()] } }));
    renderApp('/events/monrepos/my');
    expect(
      await screen.findByText('Your account is not linked to a helper yet. Ask a coordinator to link it.'),
    ).toBeVisible();
  });
});
