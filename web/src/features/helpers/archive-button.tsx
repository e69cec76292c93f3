import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Dialog, DialogActions } from '@/components/dialog';
import { useNotices } from '@/components/notices';
import { useProblemText } from '@/components/use-problem-text';
import { isProblem } from '@/lib/api/problem';
import { undoStack } from '@/lib/undo';
import { ComingSlots } from './coming-slots';
import { undoOnHelper, useArchiving } from './commands';
import type { Helper } from './helper-values';
import { useText } from './locale';
import { storeHelper } from '@/lib/queries/helpers';

/** Archives after a look at the coming slots, or restores at once; both can be undone. */
export function ArchiveButton({ event, helper }: { event: string; helper: Helper }) {
  const t = useText();
  const show = useNotices();
  const client = useQueryClient();
  const problemText = useProblemText();
  const [asking, setAsking] = useState(false);
  const { name } = helper;
  const coming = helper.coming ?? [];

  const command = useArchiving(event, helper.id, ({ op }, to) => {
    setAsking(false);
    show({ text: to === 'archive' ? t('archivedNow', { name }) : t('restoredNow', { name }) });
    undoStack.push({
      label: to === 'archive' ? t('stepArchive', { name }) : t('stepRestore', { name }),
      undo: async () => storeHelper(client, event, await undoOnHelper(event, helper.id, op)),
    });
  });
  const run = (to: 'archive' | 'restore') =>
    command.mutate(
      { to },
      {
        onError: (error) =>
          show({
            text: isProblem(error, 'parkrunNumberTaken') ? t('numberTaken') : problemText(error),
            kind: 'failure',
          }),
      },
    );

  if (helper.archived) {
    return (
      <Button variant="default" loading={command.isPending} onClick={() => run('restore')}>
        {t('restore')}
      </Button>
    );
  }
  return (
    <>
      <Button variant="default" onClick={() => setAsking(true)}>
        {t('archive')}
      </Button>
      <Dialog title={t('archiveTitle', { name })} opened={asking} onClose={() => setAsking(false)}>
        <p>{t('archiveWhat')}</p>
        {coming.length > 0 && (
          <>
            <p>{t('archiveComing', { count: coming.length })}</p>
            <ComingSlots coming={coming} />
          </>
        )}
        <DialogActions>
          <Button variant="default" onClick={() => setAsking(false)}>
            {t('cancel')}
          </Button>
          <Button loading={command.isPending} onClick={() => run('archive')}>
            {t('archive')}
          </Button>
        </DialogActions>
      </Dialog>
    </>
  );
}
