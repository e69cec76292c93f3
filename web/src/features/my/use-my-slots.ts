import { useQueryClient } from '@tanstack/react-query';
import { useNotices } from '@/components/notices';
import { useProblemText } from '@/components/use-problem-text';
import { api } from '@/lib/api/client';
import { Kept, sendCommand } from '@/lib/api/command';
import { isProblem } from '@/lib/api/problem';
import type { Holder } from '@/lib/api/types';
import { useCommand } from '@/lib/api/use-command';
import { formatDate } from '@/lib/dates';
import { useRoleNames } from '@/lib/queries/roles';
import { forgetSchedules, storeSchedule } from '@/lib/queries/schedules';
import { useText } from './locale';
import { isNumbered, type Place } from './my-model';

interface SlotWish {
  place: Place;
  wish: 'take' | 'confirm' | 'handBack';
}

const waitingLabels = { take: 'takeOf', confirm: 'confirmOf', handBack: 'cannotComeOf' } as const;

/** Names the slot and date of a waiting change. */
export const placeOf = ({ schedule, slot }: Place): string => `${schedule.date}/${slot.id}`;

/** Taking, confirming and handing back one's own slot; each can be undone from the sentence that tells its result. */
export function useMySlots(event: string, helper: string) {
  const t = useText();
  const client = useQueryClient();
  const show = useNotices();
  const problemText = useProblemText();
  const names = useRoleNames();
  const words = (place: Place) => ({
    slot: names.slot(place.slot.id, isNumbered(place)),
    date: formatDate(place.schedule.date, 'weekday'),
  });

  const undo = async (date: string, op: string) => {
    try {
      const change = await sendCommand((opId) =>
        api.POST('/events/{event}/schedules/{date}/undo', {
          params: { path: { event, date }, header: { 'Idempotency-Key': opId } },
          body: { op },
        }),
      );
      storeSchedule(client, event, change.schedule);
      show({ text: t('undone') });
    } catch (error) {
      show({ text: isProblem(error, 'changedSince') ? t('notUndone') : problemText(error), kind: 'failure' });
    }
  };

  const command = useCommand({
    send: ({ place: { schedule, slot }, wish }: SlotWish, opId) =>
      api.PUT('/events/{event}/schedules/{date}/slots/{slot}/assignment', {
        params: { path: { event, date: schedule.date, slot: slot.id }, header: { 'Idempotency-Key': opId } },
        body: {
          helper: wish === 'handBack' ? null : helper,
          expect: slot.assignment?.helper ?? null,
          ...(wish === 'handBack' ? {} : { state: 'confirmed' }),
        },
      }),
    waitAs: ({ place, wish }) => ({ label: t(waitingLabels[wish], words(place)), place: placeOf(place) }),
    onDone: (change, { place, wish }) => {
      storeSchedule(client, event, change.schedule);
      show({
        text: wish === 'handBack' ? t('handedBack') : t('taken', words(place)),
        action: { label: t('undo'), run: () => void undo(change.schedule.date, change.op) },
      });
    },
  });

  const refusal = (error: unknown, place: Place): string => {
    if (isProblem(error, 'slotTaken')) {
      const holder = error.document.holder as Holder | undefined;
      return holder ? t('takenByOther', { ...words(place), name: holder.name }) : t('takenBySomebody', words(place));
    }
    if (isProblem(error, 'alreadyOnDate')) return t('alreadyOnDate', words(place));
    return isProblem(error) && error.status === 409 ? t('notOpenAnyMore') : problemText(error);
  };

  const run = (wish: SlotWish['wish'], place: Place) =>
    command.mutate(
      { place, wish },
      {
        onError: (error) => {
          // The bar above says that it waits.
          if (error instanceof Kept) return;
          show({ text: refusal(error, place), kind: 'failure' });
          void forgetSchedules(client, event);
        },
      },
    );

  return {
    busy: command.isPending,
    take: (place: Place) => run('take', place),
    confirm: (place: Place) => run('confirm', place),
    handBack: (place: Place) => run('handBack', place),
  };
}
