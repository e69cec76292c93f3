import { queryOptions, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { api } from '../api/client';
import { unwrap } from '../api/command';
import type { Role } from '../api/types';
import { useLanguage } from '../use-language';

/** The role catalogue and what a new event starts with. Changes with releases only. */
export const rolesQuery = () =>
  queryOptions({
    queryKey: ['roles'],
    queryFn: ({ signal }) => unwrap(api.GET('/roles', { signal })),
    staleTime: 3_600_000,
  });

export interface RoleNames {
  role: (id: string) => string;
  /** "Timekeeper 2": with the slot's number where the role has several slots (`many`, by default). */
  slot: (slot: string, many?: boolean) => string;
  known: readonly Role[];
}

/** Holds the line until the catalogue is there. */
const waiting = '\u00a0';

/** Names of roles and slots in the language chosen; an unknown role shows its id, and none flashes while they load. */
export function useRoleNames(): RoleNames {
  const { data, isPending } = useQuery(rolesQuery());
  const language = useLanguage();
  return useMemo(() => {
    const names = new Map(data?.roles.map((role) => [role.id, role.names[language]]));
    const role = (id: string) => names.get(id) ?? (isPending ? waiting : id);
    const slot = (id: string, many = true) => {
      if (isPending) return waiting;
      const dash = id.lastIndexOf('-');
      return many ? `${role(id.slice(0, dash))} ${id.slice(dash + 1)}` : role(id.slice(0, dash));
    };
    return { role, slot, known: data?.roles ?? [] };
  }, [data, isPending, language]);
}
