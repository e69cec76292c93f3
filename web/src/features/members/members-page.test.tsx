import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it } from 'vitest';
import { me } from '@/testing/fixtures';
import { address, common, problem } from '@/testing/handlers';
import { renderApp } from '@/testing/render-app';
import { server } from '@/testing/server';
import type { Account, Invitation, Member } from './queries';

const members = address('/events/monrepos/members');
const invitations = address('/events/monrepos/invitations');
const link = 'http://localhost:8080/oidc/link/abcdefghijklmnopqrstuvwxyz';

const invitation: Invitation = {
  id: 'inv-1',
  access: 'helper',
  state: 'open',
  createdAt: '2026-12-01T10:00:00.000Z',
  createdBy: { account: 'acc-anna', name: 'Anna Becker' },
  expiresAt: '2026-12-08T10:00:00.000Z',
};
let list: Member[];
let sent: unknown[];

beforeEach(() => {
  sent = [];
  list = [
    { account: 'acc-anna', name: 'Anna Becker', access: 'coordinator' },
    { account: 'acc-kim', name: 'Kim Mulder', access: 'helper' },
  ];
  server.use(
    ...common(),
    http.get(members, () => HttpResponse.json({ members: list })),
    http.get(invitations, () => HttpResponse.json({ invitations: [invitation] })),
    http.get(address('/events/monrepos/helpers'), () =>
      HttpResponse.json({
        helpers: [{ id: 'h-kim', rev: 1, name: 'Kim MULDER', parkrunNumber: 77, archived: false }],
        total: 1,
      }),
    ),
    http.put(`${members}/acc-kim`, async ({ request }) => {
      const body = (await request.json()) as { access: Member['access']; helper: string | null };
      sent.push(body);
      const { helper: _, ...bare } = list[1]!;
      const linked = body.helper ? { helper: { helper: body.helper, name: 'Kim MULDER' } } : {};
      list = [list[0]!, { ...bare, access: body.access, ...linked }];
      return HttpResponse.json({ op: 'op-1', warnings: [], members: list });
    }),
  );
});

const says = (text: string) => waitFor(() => expect(screen.getByTestId('live-region')).toHaveTextContent(text));

describe('members', () => {
  it('get another access, saying what it was', async () => {
    renderApp('/events/monrepos/members');
    await userEvent.selectOptions(await screen.findByLabelText('Access of Kim Mulder'), 'Run Director');
    await says('Kim Mulder is Run Director now.');
    expect(sent).toEqual([{ access: 'runDirector', helper: null, expect: { access: 'helper', helper: null } }]);
  });

  it('are linked to a helper by choosing from the directory', async () => {
    renderApp('/events/monrepos/members');
    await userEvent.click(await screen.findByRole('button', { name: 'Link: Kim Mulder' }));
    await userEvent.click(await screen.findByRole('button', { name: 'Kim MULDER A77' }));
    await says('Kim Mulder is linked to Kim MULDER.');
    expect(sent).toEqual([{ access: 'helper', helper: 'h-kim', expect: { access: 'helper', helper: null } }]);
    expect(screen.getByRole('button', { name: 'Change: Kim Mulder' })).toBeVisible();
  });

  it('keep the last coordinator', async () => {
    server.use(http.put(`${members}/acc-anna`, () => problem(409, 'lastCoordinator')));
    renderApp('/events/monrepos/members');
    await userEvent.selectOptions(await screen.findByLabelText('Access of Anna Becker'), 'Helper');
    await says('An event needs a coordinator. Make somebody else coordinator first.');
    expect(screen.getByLabelText('Access of Anna Becker')).toHaveValue('coordinator');
  });

  it('leave after a question', async () => {
    server.use(
      http.delete(`${members}/acc-kim`, () => {
        list = list.slice(0, 1);
        return HttpResponse.json({ op: 'op-2', warnings: [], members: list });
      }),
    );
    renderApp('/events/monrepos/members');
    await userEvent.click(await screen.findByRole('button', { name: 'End membership: Kim Mulder' }));
    const dialog = await screen.findByRole('dialog', { name: 'End the membership of Kim Mulder?' });
    await userEvent.click(within(dialog).getByRole('button', { name: 'End membership' }));
    await says('Kim Mulder is no member any more.');
    expect(screen.queryByLabelText('Access of Kim Mulder')).not.toBeInTheDocument();
  });
});

describe('invitations', () => {
  it('give a link once, to copy', async () => {
    const bodies: unknown[] = [];
    server.use(
      http.post(invitations, async ({ request }) => {
        bodies.push(await request.json());
        return HttpResponse.json(
          { op: 'op-3', warnings: [], invitation: { ...invitation, id: 'inv-2' }, link },
          { status: 201 },
        );
      }),
    );
    const user = userEvent.setup();
    renderApp('/events/monrepos/members');
    await user.click(await screen.findByRole('button', { name: 'Invite somebody' }));
    await user.selectOptions(await screen.findByLabelText('As'), 'Run Director');
    await user.click(screen.getByRole('button', { name: 'Make the link' }));
    const dialog = await screen.findByRole('dialog', { name: 'The link is ready' });
    expect(within(dialog).getByLabelText('Link')).toHaveValue(link);
    expect(dialog).toHaveTextContent('works once and until 8 Dec, 11:00');
    await user.click(within(dialog).getByRole('button', { name: 'Copy' }));
    expect(await within(dialog).findByText('The link is copied.')).toBeVisible();
    expect(await navigator.clipboard.readText()).toBe(link);
    await user.click(within(dialog).getByRole('button', { name: 'Done' }));
    expect(screen.queryByText(link)).not.toBeInTheDocument();
    expect(bodies).toEqual([{ access: 'runDirector', helper: null }]);
  });

  it('are revoked', async () => {
    server.use(
      http.delete(`${invitations}/inv-1`, () =>
        HttpResponse.json({ op: 'op-4', warnings: [], invitation: { ...invitation, state: 'revoked' } }),
      ),
    );
    renderApp('/events/monrepos/members');
    await userEvent.click(await screen.findByRole('button', { name: /^Revoke: Helper/ }));
    expect(await screen.findByText('revoked')).toBeVisible();
    expect(screen.queryByRole('button', { name: /^Revoke/ })).not.toBeInTheDocument();
  });
});

describe('accounts', () => {
  let account: Account;
  const kim = address('/accounts/acc-kim');
  beforeEach(() => {
    account = { id: 'acc-kim', rev: 2, name: 'Kim Mulder', userName: 'kim', admin: false, disabled: false, events: [] };
    server.use(
      ...common({ me: me({ access: 'admin' }) }),
      http.get(address('/accounts'), () => HttpResponse.json({ accounts: [account] })),
      http.patch(kim, async ({ request }) => {
        sent.push([request.headers.get('If-Match'), await request.json()]);
        account = { ...account, disabled: true, rev: 3 };
        return HttpResponse.json({ op: 'op-5', warnings: [], account });
      }),
    );
  });

  it('are disabled after a question', async () => {
    renderApp('/accounts');
    await userEvent.click(await screen.findByRole('button', { name: 'Disable: Kim Mulder' }));
    const dialog = await screen.findByRole('dialog', { name: 'Disable the account of Kim Mulder?' });
    await userEvent.click(within(dialog).getByRole('button', { name: 'Disable' }));
    expect(await screen.findByRole('button', { name: 'Enable: Kim Mulder' })).toBeVisible();
    expect(sent).toEqual([['"2-0"', { disabled: true }]]);
  });

  it('get a link for a new password', async () => {
    server.use(
      http.post(`${kim}/links`, () =>
        HttpResponse.json({ link, expiresAt: '2026-12-04T10:00:00.000Z' }, { status: 201 }),
      ),
    );
    renderApp('/accounts');
    await userEvent.click(await screen.findByRole('button', { name: 'Reset link: Kim Mulder' }));
    const dialog = await screen.findByRole('dialog', { name: 'New password for Kim Mulder' });
    expect(within(dialog).getByLabelText('Link')).toHaveValue(link);
  });

  it('keep the last administrator', async () => {
    account = { ...account, admin: true };
    server.use(http.patch(kim, () => problem(409, 'lastAdmin')));
    renderApp('/accounts');
    await userEvent.click(await screen.findByRole('button', { name: 'Remove administrator: Kim Mulder' }));
    await says('The last administrator stays. Make somebody else administrator first.');
  });
});
