import { infiniteQueryOptions, queryOptions, type InfiniteData, type QueryClient } from '@tanstack/react-query';
import type { components } from '@/api/schema';
import { api } from '@/lib/api/client';
import { unwrap } from '@/lib/api/command';

type Schemas = components['schemas'];
export type Member = Schemas['Member'];
export type Invitation = Schemas['Invitation'];
export type Account = Schemas['Account'];
export type MemberAccess = Schemas['Access'];

const key = {
  members: (event: string) => ['events', event, 'members'] as const,
  invitations: (event: string) => ['events', event, 'invitations'] as const,
  accounts: ['accounts'] as const,
};

export const membersQuery = (event: string) =>
  queryOptions({
    queryKey: key.members(event),
    queryFn: ({ signal }) => unwrap(api.GET('/events/{event}/members', { params: { path: { event } }, signal })),
  });

/** The answer of a change carries all members, except to somebody who ended their own membership. */
export function storeMembers(client: QueryClient, event: string, members: Member[] | undefined): void {
  if (members) client.setQueryData<Schemas['MemberList']>(key.members(event), { members });
}

export const forgetMembers = (client: QueryClient, event: string) =>
  client.invalidateQueries({ queryKey: key.members(event) });

export const invitationsQuery = (event: string) =>
  queryOptions({
    queryKey: key.invitations(event),
    queryFn: ({ signal }) => unwrap(api.GET('/events/{event}/invitations', { params: { path: { event } }, signal })),
  });

export function storeInvitation(client: QueryClient, event: string, invitation: Invitation): void {
  client.setQueryData<Schemas['InvitationList']>(
    key.invitations(event),
    (before) => before && { invitations: [invitation, ...before.invitations.filter(({ id }) => id !== invitation.id)] },
  );
}

export const forgetInvitations = (client: QueryClient, event: string) =>
  client.invalidateQueries({ queryKey: key.invitations(event) });

export const accountsQuery = () =>
  infiniteQueryOptions({
    queryKey: key.accounts,
    queryFn: ({ pageParam, signal }) =>
      unwrap(api.GET('/accounts', { params: { query: pageParam ? { cursor: pageParam } : {} }, signal })),
    initialPageParam: '',
    getNextPageParam: (page: Schemas['AccountPage']) => page.nextCursor,
  });

export function storeAccount(client: QueryClient, account: Account): void {
  client.setQueryData<InfiniteData<Schemas['AccountPage']>>(
    key.accounts,
    (before) =>
      before && {
        ...before,
        pages: before.pages.map((page) => ({
          ...page,
          accounts: page.accounts.map((each) => (each.id === account.id ? account : each)),
        })),
      },
  );
}

export const forgetAccounts = (client: QueryClient) => client.invalidateQueries({ queryKey: key.accounts });
