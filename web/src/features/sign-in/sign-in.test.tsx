import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { describe, expect, it } from 'vitest';
import { clock } from '@/lib/clock';
import { me, myEvent, range } from '@/testing/fixtures';
import { fakeAuth } from '@/testing/fake-auth';
import { address, common, problem } from '@/testing/handlers';
import { renderApp } from '@/testing/render-app';
import { server } from '@/testing/server';

const schedules = http.get(address('/events/monrepos/schedules'), () => HttpResponse.json(range()));

describe('signing in', () => {
  it('offers one button and comes back to the address asked for', async () => {
    const { auth } = renderApp('/events/monrepos/board?from=2027-01-09', fakeAuth({ signedIn: false }));
    await userEvent.click(await screen.findByRole('button', { name: 'Sign in' }));
    expect(auth.logins).toEqual(['/events/monrepos/board?from=2027-01-09']);
  });

  it('speaks German on demand and remembers it', async () => {
    renderApp('/', fakeAuth({ signedIn: false }));
    await userEvent.click(await screen.findByRole('radio', { name: 'Deutsch' }));
    expect(await screen.findByRole('button', { name: 'Anmelden' })).toBeVisible();
    expect(document.documentElement.lang).toBe('de');
    expect(localStorage.getItem('organizer.language')).toBe('de');
  });

  it('leads a coordinator to the board, somebody without event to a sentence, an administrator to the set-up', async () => {
    server.use(...common(), schedules);
    const first = renderApp('/');
    expect(await screen.findByRole('heading', { name: 'Board' })).toBeVisible();
    expect(window.location.pathname).toBe('/events/monrepos/board');
    first.unmount();

    server.use(...common({ me: me({ access: 'helper', events: [] }) }));
    const second = renderApp('/');
    expect(await screen.findByRole('heading', { name: 'No event yet' })).toBeVisible();
    second.unmount();

    server.use(...common({ me: me({ access: 'admin', events: [] }) }));
    renderApp('/');
    expect(await screen.findByRole('heading', { name: 'Set up an event' })).toBeVisible();
  });

  it('signs out by the account dialog', async () => {
    server.use(...common(), schedules);
    renderApp('/events/monrepos/board');
    await userEvent.click(await screen.findByRole('button', { name: 'Account of Anna Becker' }));
    await userEvent.click(await screen.findByRole('button', { name: 'Sign out' }));
    expect(await screen.findByRole('button', { name: 'Sign in' })).toBeVisible();
  });

  it('puts a dialog over the page when the sign-in ends, and offers to go on', async () => {
    server.use(...common(), schedules);
    const { auth } = renderApp('/events/monrepos/board');
    await screen.findByRole('grid');
    auth.expire();
    expect(await screen.findByRole('dialog', { name: 'You are signed out' })).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Sign in again' }));
    expect(auth.logins).toEqual(['/events/monrepos/board']);
  });

  it('sends what had waited, with its own key, and says so', async () => {
    const waiting = {
      opId: 'op-waiting',
      account: 'acc-anna',
      at: clock.now(),
      method: 'POST',
      url: address('/events/monrepos/schedules/2026-12-05/publish'),
      body: '',
      headers: {},
      label: 'Publish Sat 5 Dec',
      place: '',
    };
    localStorage.setItem('organizer.waiting', JSON.stringify([waiting]));
    const keys: (string | null)[] = [];
    server.use(
      ...common(),
      schedules,
      http.post(waiting.url, ({ request }) => {
        keys.push(request.headers.get('Idempotency-Key'));
        return HttpResponse.json({});
      }),
    );
    renderApp('/events/monrepos/board');
    expect(await screen.findByText('1 change that had waited is saved.', { selector: 'span' })).toBeVisible();
    expect(keys).toEqual(['op-waiting']);
    expect(localStorage.getItem('organizer.waiting')).toBe('[]');
  });
});

describe('an invitation', () => {
  const secret = 'a-secret-of-more-than-twenty-letters';

  it('is accepted by its link; the secret leaves the address', async () => {
    const sent: unknown[] = [];
    let member = false;
    server.use(
      http.get(address('/me'), () => HttpResponse.json(me({ events: member ? [myEvent()] : [] }))),
      http.post(address('/me/memberships'), async ({ request }) => {
        sent.push(await request.json());
        member = true;
        return HttpResponse.json(me(), { status: 201 });
      }),
      ...common(),
      schedules,
    );
    renderApp(`/invitation#${secret}`);
    await waitFor(() => expect(window.location.pathname).toBe('/events/monrepos/board'));
    expect(sent).toEqual([{ secret }]);
    expect(window.location.hash).toBe('');
    expect(sessionStorage.getItem('organizer.invitation')).toBeNull();
  });

  it('waits for the sign-in', async () => {
    const { auth } = renderApp(`/invitation#${secret}`, fakeAuth({ signedIn: false }));
    await userEvent.click(await screen.findByRole('button', { name: 'Sign in' }));
    expect(auth.logins).toEqual(['/invitation']);
    expect(window.location.href).not.toContain(secret);
    expect(sessionStorage.getItem('organizer.invitation')).toBe(secret);
  });

  it.each([
    [409, 'invitationExpired', 'This invitation has expired. Ask for a new one.'],
    [409, 'invitationUsed', 'This invitation was used already.'],
    [409, 'inviterGone', 'Whoever invited you is no longer coordinator. Ask for a new invitation.'],
    [404, 'noSuchInvitation', 'This invitation is not known here. Ask for a new one.'],
  ])('says why not: %i %s', async (status, code, sentence) => {
    server.use(
      ...common(),
      http.post(address('/me/memberships'), () => problem(status, code)),
    );
    renderApp(`/invitation#${secret}`);
    expect(await screen.findByText(sentence)).toBeVisible();
  });

  it('without its secret asks for the whole link', async () => {
    server.use(...common());
    renderApp('/invitation');
    expect(await screen.findByText(/needs the whole link/)).toBeVisible();
  });
});
