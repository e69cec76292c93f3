import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import controls from '@/components/controls.module.css';
import { Dialog } from '@/components/dialog';
import { Icon } from '@/components/icon';
import { useNotices } from '@/components/notices';
import { useProblemText } from '@/components/use-problem-text';
import type { Schedule, ScheduleChange } from '@/lib/api/types';
import { formatDate } from '@/lib/dates';
import { boardCommands } from './board-commands';
import { toneOf } from './board-model';
import { CancelForm } from './cancel-form';
import classes from './date-dialog.module.css';
import { toneIcons, toneWords } from './date-head';
import { useText } from './locale';
import { NeedsForm } from './needs-form';

/** Status of one date and its needs: publish, cancel, reinstate. Two clicks from the board to a published date. */
export function DateDialog(props: { event: string; schedule: Schedule; mayPlan: boolean; onClose: () => void }) {
  const { event, schedule, mayPlan, onClose } = props;
  const t = useText();
  const client = useQueryClient();
  const show = useNotices();
  const problemText = useProblemText();
  const commands = useMemo(() => boardCommands(client, event), [client, event]);
  const [busy, setBusy] = useState(false);
  const [cancelling, setCancelling] = useState(false);
  const { date, status, past, openNeeded, reason, reserve } = schedule;
  const day = formatDate(date);
  const tone = toneOf(schedule);
  const plannable = mayPlan && !past && status !== 'final';

  const run = async (sending: Promise<ScheduleChange>, done: string) => {
    setBusy(true);
    try {
      await sending;
      show({ text: done });
      onClose();
    } catch (error) {
      show({ text: problemText(error), kind: 'failure' });
    } finally {
      setBusy(false);
    }
  };

  if (cancelling) {
    return (
      <Dialog title={t('cancelTitle', { date: formatDate(date, 'weekday') })} opened onClose={onClose}>
        <CancelForm
          day={day}
          busy={busy}
          onBack={() => setCancelling(false)}
          onCancel={(given) => void run(commands.cancel(date, given), t('cancelled', { date: day }))}
        />
      </Dialog>
    );
  }

  return (
    <Dialog title={formatDate(date, 'long')} opened onClose={onClose} wide>
      <div className={classes.content}>
        <p className={classes.line}>
          <Icon name={status === 'cancelled' ? 'cancelled' : toneIcons[tone]} />
          <span>
            {t(`status-${status}`)}
            {status === 'cancelled'
              ? reason && `: ${t(`why-${reason.reason}`)}${reason.text ? `. ${reason.text}` : ''}`
              : `, ${toneWords(t, schedule)}`}
          </span>
        </p>
        {status === 'draft' && <p className={controls.hint}>{t('draftHint')}</p>}
        {status === 'published' && <p className={controls.hint}>{t('publishedHint')}</p>}
        {reserve.length > 0 && (
          <p>
            {t('reserve')}: {reserve.map(({ name }) => name).join(', ')}
          </p>
        )}
        {plannable && (
          <div className={classes.buttons}>
            {status === 'draft' && (
              <Button loading={busy} onClick={() => void run(commands.publish(date), t('published', { date: day }))}>
                {openNeeded > 0 ? t('publishWithOpen', { count: openNeeded }) : t('publish')}
              </Button>
            )}
            {status === 'cancelled' ? (
              <Button loading={busy} onClick={() => void run(commands.reinstate(date), t('reinstated', { date: day }))}>
                {t('reinstate')}
              </Button>
            ) : (
              <Button variant="default" disabled={busy} onClick={() => setCancelling(true)}>
                {t('cancelDate')}
              </Button>
            )}
          </div>
        )}
        {plannable && status !== 'cancelled' && <NeedsForm schedule={schedule} commands={commands} />}
      </div>
    </Dialog>
  );
}
