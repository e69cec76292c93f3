import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { describe, expect, it } from 'vitest';
import { chooseLanguage } from '@/lib/i18n';
import { myEvent, range, schedule } from '@/testing/fixtures';
import { address, common, problem } from '@/testing/handlers';
import { renderApp } from '@/testing/render-app';
import { server } from '@/testing/server';

const schedules = address('/events/monrepos/schedules');
const helpers = address('/events/monrepos/helpers');
const joerg = { id: 'joerg', rev: 1, name: 'Jörg MÜLLER', parkrunNumber: 1234567, archived: false };

function answer(more: Parameters<typeof common>[0] = {}) {
  const asked: (string | null)[] = [];
  server.use(
    ...common(more),
    http.get(schedules, () => HttpResponse.json(range())),
    http.get(`${schedules}/:date`, ({ params }) => HttpResponse.json(schedule(String(params.date)))),
    http.get(helpers, ({ request }) => {
      const q = new URL(request.url).searchParams.get('q');
      asked.push(q);
      return HttpResponse.json({ helpers: q === 'mul' ? [joerg] : [], total: q === 'mul' ? 1 : 0 });
    }),
    http.get(`${helpers}/joerg`, () => HttpResponse.json(joerg)),
  );
  return asked;
}

const open = async () => {
  await screen.findByRole('button', { name: 'Go to …' });
  await userEvent.keyboard('{Control>}k{/Control}');
  return screen.findByRole('combobox', { name: 'Screen, date or helper' });
};
/** Types in one go: no timer runs between two letters, however slow the machine is. */
const typeAtOnce = (input: HTMLElement, text: string) => {
  for (let end = 1; end <= text.length; end += 1) fireEvent.change(input, { target: { value: text.slice(0, end) } });
};
const offered = () =>
  within(screen.getByRole('listbox'))
    .getAllByRole('option')
    .map((option) => option.textContent?.replace(',', ''));

describe('the palette', () => {
  it('opens by key or button, holds the focus, and gives it back', async () => {
    answer();
    renderApp('/events/monrepos/day');
    const button = await screen.findByRole('button', { name: 'Go to …' });
    button.focus();
    const input = await open();
    await waitFor(() => expect(input).toHaveFocus());
    expect(screen.getByRole('dialog', { name: 'Go to …' })).toContainElement(input);
    await userEvent.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
    await waitFor(() => expect(button).toHaveFocus());
    await userEvent.click(button);
    expect(await screen.findByRole('combobox', { name: 'Screen, date or helper' })).toBeVisible();
  });

  it('leads to a screen, a date and a helper by a few letters', async () => {
    answer();
    renderApp('/events/monrepos/day');
    await open();
    await userEvent.keyboard('mem{Enter}');
    await waitFor(() => expect(window.location.pathname).toBe('/events/monrepos/members'));

    await open();
    await userEvent.keyboard('12 dec');
    await waitFor(() => expect(offered()).toEqual(['Saturday 12 December 2026date']));
    await userEvent.keyboard('{Enter}');
    expect(await screen.findByRole('heading', { level: 1, name: 'Sat 12 Dec 09:00' })).toBeVisible();

    await open();
    await userEvent.keyboard('mul');
    expect(await screen.findByRole('option', { name: /Jörg MÜLLER/ })).toHaveTextContent('helper, A1234567');
    await userEvent.keyboard('{Enter}');
    expect(await screen.findByRole('heading', { level: 1, name: 'Jörg MÜLLER' })).toBeVisible();
  });

  it('does not ask for every letter', async () => {
    const asked = answer();
    renderApp('/events/monrepos/day');
    typeAtOnce(await open(), 'mul');
    expect(await screen.findByRole('option', { name: /Jörg MÜLLER/ })).toBeVisible();
    expect(asked.filter((q) => q !== null)).toEqual(['mul']);
  });

  it('offers nobody whom an earlier search found and the text no longer fits', async () => {
    answer();
    renderApp('/events/monrepos/day');
    const input = await open();
    typeAtOnce(input, 'mul');
    expect(await screen.findByRole('option', { name: /Jörg MÜLLER/ })).toBeVisible();
    // Looked at before the answer for this text can be there.
    fireEvent.change(input, { target: { value: 'mull' } });
    expect(screen.getByRole('option', { name: /Jörg MÜLLER/ })).toBeVisible();
    fireEvent.change(input, { target: { value: 'mullo' } });
    fireEvent.keyDown(input, { key: 'Enter' });
    expect(screen.queryByRole('option', { name: /Jörg MÜLLER/ })).not.toBeInTheDocument();
    expect(await screen.findByText('Nothing fits "mullo".')).toBeVisible();
    expect(window.location.pathname).toBe('/events/monrepos/day');
  });

  it('offers a helper only what a helper may open, and asks for no directory', async () => {
    const asked = answer({ me: { access: 'helper', events: [myEvent({ access: 'helper' })] } });
    renderApp('/events/monrepos/day');
    await screen.findByRole('button', { name: 'Go to …' });
    await userEvent.keyboard('{Control>}k{/Control}');
    await screen.findByRole('combobox', { name: 'Screen or date' });
    await waitFor(() => expect(offered()).toHaveLength(8));
    expect(offered().slice(0, 2)).toEqual(['Dayscreen', 'My pagescreen']);
    await userEvent.keyboard('mul');
    expect(await screen.findByText('Nothing fits "mul".')).toBeVisible();
    expect(asked).toEqual([]);
  });

  it('says what fails, and still leads to screens', async () => {
    answer();
    server.use(http.get(helpers, () => problem(403, 'notAllowed')));
    renderApp('/events/monrepos/day');
    await open();
    await userEvent.keyboard('lo');
    expect(await screen.findByRole('alert')).toHaveTextContent('Your access does not cover this.');
    expect(within(screen.getByRole('listbox')).getByRole('option', { name: /^Log/ })).toBeVisible();
    // Who is not found may be there all the same.
    await userEvent.keyboard('x');
    await waitFor(() => expect(within(screen.getByRole('listbox')).queryAllByRole('option')).toEqual([]));
    expect(await screen.findByRole('alert')).toHaveTextContent('Your access does not cover this.');
    expect(screen.queryByText(/Nothing fits/)).toBeNull();
    expect(screen.getByTestId('live-region')).toHaveTextContent('');
  });

  it('speaks German, and does not open over another dialog', async () => {
    answer();
    await chooseLanguage('de');
    renderApp('/events/monrepos/day');
    await userEvent.click(await screen.findByRole('button', { name: /^Konto von/ }));
    await screen.findByRole('dialog');
    await userEvent.keyboard('{Control>}k{/Control}');
    expect(screen.getAllByRole('dialog')).toHaveLength(1);
    await userEvent.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
    await userEvent.keyboard('{Control>}k{/Control}');
    expect(await screen.findByRole('combobox', { name: 'Seite, Termin oder Person' })).toBeVisible();
    expect(screen.getByRole('option', { name: /^Plan/ })).toBeVisible();
  });
});
