import { Button, NativeSelect } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Dialog, DialogActions } from '@/components/dialog';
import { useProblemText } from '@/components/use-problem-text';
import { api } from '@/lib/api/client';
import { isProblem } from '@/lib/api/problem';
import { repeatOf } from '@/lib/api/repeat';
import { useCommand } from '@/lib/api/use-command';
import { HelperPicker, type HelperName } from './helper-picker';
import { useText } from './locale';
import classes from './members-page.module.css';
import { storeInvitation, type MemberAccess } from './queries';
import { accesses, useAccessNames } from './use-access-names';

/** The choices of an invitation: which access, and for which helper of the directory, if any. */
export function InviteDialog(props: {
  event: string;
  onClose: () => void;
  onMade: (link: string, expiresAt: string) => void;
}) {
  const { event, onClose, onMade } = props;
  const t = useText();
  const names = useAccessNames();
  const client = useQueryClient();
  const problemText = useProblemText();
  const [access, setAccess] = useState<MemberAccess>('helper');
  const [helper, setHelper] = useState<HelperName>();
  const [picking, setPicking] = useState(false);
  const create = useCommand({
    send: (body: { access: MemberAccess; helper: string | null }, opId) =>
      api.POST('/events/{event}/invitations', {
        params: { path: { event }, header: { 'Idempotency-Key': opId } },
        body,
      }),
    onDone: ({ invitation, link }) => {
      storeInvitation(client, event, invitation);
      if (link) onMade(link, invitation.expiresAt);
    },
  });
  const { error } = create;
  return (
    <Dialog title={t('invite')} opened onClose={onClose}>
      <div className={classes.stack}>
        <p className={classes.hint}>{t('inviteWhat')}</p>
        <NativeSelect
          data-autofocus
          label={t('inviteAs')}
          value={access}
          onChange={(change) => setAccess(change.currentTarget.value as MemberAccess)}
          data={accesses.map((each) => ({ value: each, label: names[each] }))}
        />
        <div className={classes.field}>
          <span className={classes.label}>{t('inviteHelper')}</span>
          <span className={classes.inline}>
            <span>{helper?.name ?? t('inviteNobody')}</span>
            <Button variant="default" size="compact-md" onClick={() => setPicking(!picking)}>
              {t('change')}
            </Button>
          </span>
        </div>
        {picking && (
          <HelperPicker
            event={event}
            onPick={(picked) => {
              setHelper(picked);
              setPicking(false);
            }}
          />
        )}
        {error && (
          <p role="alert" className={classes.fault}>
            {isProblem(error, 'helperLinked') ? t('helperLinked') : problemText(error)}
          </p>
        )}
      </div>
      <DialogActions>
        <Button variant="default" onClick={onClose}>
          {t('cancel')}
        </Button>
        <Button
          loading={create.isPending}
          onClick={() => create.mutate(repeatOf(create, { access, helper: helper?.helper ?? null }))}
        >
          {t('makeLink')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
