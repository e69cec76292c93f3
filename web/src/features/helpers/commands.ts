import { useQueryClient } from '@tanstack/react-query';
import type { components } from '@/api/schema';
import { api } from '@/lib/api/client';
import { sendCommand } from '@/lib/api/command';
import { ifMatch } from '@/lib/api/if-match';
import { useCommand } from '@/lib/api/use-command';
import type { Helper } from './helper-values';
import { storeHelper } from '@/lib/queries/helpers';

type Schemas = components['schemas'];
type HelperChange = Schemas['HelperChange'];

/** Every answer of a change carries the helper as it is now; it goes wherever the helper is shown. */
function useStoring(event: string, then?: (change: HelperChange) => void) {
  const client = useQueryClient();
  return (change: HelperChange) => {
    storeHelper(client, event, change.helper);
    then?.(change);
  };
}

export const useCreateHelper = (event: string, then: (change: HelperChange) => void) =>
  useCommand({
    send: (body: Schemas['HelperDraft'], opId) =>
      api.POST('/events/{event}/helpers', {
        params: { path: { event }, header: { 'Idempotency-Key': opId } },
        body,
      }),
    onDone: useStoring(event, then),
  });

/** One attempt to edit a helper, for `useEdit`. */
export const sendHelperEdit =
  (event: string, helper: string) =>
  ({ rev, patch }: { rev: number; patch: Schemas['HelperPatch'] }, opId: string) =>
    api.PATCH('/events/{event}/helpers/{helper}', {
      params: { path: { event, helper }, header: { 'Idempotency-Key': opId, 'If-Match': ifMatch(rev) } },
      headers: { 'Content-Type': 'application/merge-patch+json' },
      body: patch,
    });

export const useChangeNumber = (event: string, helper: string, then: (change: HelperChange) => void) =>
  useCommand({
    send: (body: Schemas['ParkrunNumberEdit'], opId) =>
      api.PUT('/events/{event}/helpers/{helper}/parkrun-number', {
        params: { path: { event, helper }, header: { 'Idempotency-Key': opId } },
        body,
      }),
    onDone: useStoring(event, then),
  });

const archiving = {
  archive: '/events/{event}/helpers/{helper}/archive',
  restore: '/events/{event}/helpers/{helper}/restore',
} as const;

/** Archives or restores, as `to` says. */
export const useArchiving = (
  event: string,
  helper: string,
  then: (change: HelperChange, to: keyof typeof archiving) => void,
) => {
  const client = useQueryClient();
  return useCommand({
    send: ({ to }: { to: keyof typeof archiving }, opId) =>
      api.POST(archiving[to], { params: { path: { event, helper }, header: { 'Idempotency-Key': opId } } }),
    onDone: (change, { to }) => {
      storeHelper(client, event, change.helper);
      then(change, to);
    },
  });
};

/** Takes back the command `op` on a helper and answers the helper as it is then. */
export async function undoOnHelper(event: string, helper: string, op: string): Promise<Helper> {
  const change = await sendCommand((opId) =>
    api.POST('/events/{event}/helpers/{helper}/undo', {
      params: { path: { event, helper }, header: { 'Idempotency-Key': opId } },
      body: { op },
    }),
  );
  return change.helper;
}
