import { useQueryClient } from '@tanstack/react-query';
import { useNotices } from '@/components/notices';
import { useProblemText } from '@/components/use-problem-text';
import { api } from '@/lib/api/client';
import { isProblem } from '@/lib/api/problem';
import type { ActivityEntry } from '@/lib/api/types';
import { useCommand } from '@/lib/api/use-command';
import { storeHelper } from '@/lib/queries/helpers';
import { storeSchedule } from '@/lib/queries/schedules';
import { useText } from './locale';
import { forgetActivity } from './queries';

/** Takes a logged change back, on the schedule or helper that it changed. `what` is what was done, in words. */
export function useUndoEntry(event: string, what: (entry: ActivityEntry) => string) {
  const t = useText();
  const client = useQueryClient();
  const show = useNotices();
  const problemText = useProblemText();

  const onSchedule = useCommand({
    send: ({ op, entity }: ActivityEntry, opId) =>
      api.POST('/events/{event}/schedules/{date}/undo', {
        params: { path: { event, date: entity.id }, header: { 'Idempotency-Key': opId } },
        body: { op },
      }),
    onDone: ({ schedule }) => storeSchedule(client, event, schedule),
  });
  const onHelper = useCommand({
    send: ({ op, entity }: ActivityEntry, opId) =>
      api.POST('/events/{event}/helpers/{helper}/undo', {
        params: { path: { event, helper: entity.id }, header: { 'Idempotency-Key': opId } },
        body: { op },
      }),
    onDone: ({ helper }) => storeHelper(client, event, helper),
  });

  const undo = (entry: ActivityEntry) => {
    const command = entry.entity.kind === 'schedule' ? onSchedule : onHelper;
    command.mutate(entry, {
      onSuccess: () => show({ text: t('undone', { what: what(entry) }) }),
      onError: (error) =>
        show({ text: isProblem(error, 'changedSince') ? t('notUndone') : problemText(error), kind: 'failure' }),
      onSettled: () => void forgetActivity(client, event),
    });
  };
  return { undo, busy: onSchedule.isPending || onHelper.isPending };
}
