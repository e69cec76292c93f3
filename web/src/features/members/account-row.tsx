import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { components } from '@/api/schema';
import { Dialog, DialogActions } from '@/components/dialog';
import { useNotices } from '@/components/notices';
import { useProblemText } from '@/components/use-problem-text';
import { api } from '@/lib/api/client';
import { ifMatch } from '@/lib/api/if-match';
import { isProblem } from '@/lib/api/problem';
import { useCommand } from '@/lib/api/use-command';
import { LinkDialog } from './link-dialog';
import { useText } from './locale';
import classes from './members-page.module.css';
import { forgetAccounts, storeAccount, type Account } from './queries';
import { useAccessNames } from './use-access-names';

type Patch = components['schemas']['AccountPatch'];

/** One account: its events, whether it may sign in, administration, a link for a new password. */
export function AccountRow({ account }: { account: Account }) {
  const t = useText();
  const accesses = useAccessNames();
  const [asking, setAsking] = useState(false);
  const { edit, reset, link, closeLink, busy } = useAccount(account, () => setAsking(false));
  const { name, admin, disabled } = account;
  return (
    <li className={classes.row}>
      <span className={classes.name}>
        {name}
        {account.userName && <span className={classes.hint}> {account.userName}</span>}
      </span>
      <span>
        {account.events.length === 0
          ? t('noEvents')
          : account.events.map((event) => `${event.name} (${accesses[event.access]})`).join(', ')}
      </span>
      <span>{[disabled ? t('disabled') : t('active'), ...(admin ? [t('admin')] : [])].join(', ')}</span>
      <span className={classes.inline}>
        <Button variant="default" aria-label={t('resetOf', { name })} loading={busy} onClick={reset}>
          {t('reset')}
        </Button>
        {admin ? (
          <Button
            variant="default"
            aria-label={t('removeAdminOf', { name })}
            loading={busy}
            onClick={() => edit({ admin: false })}
          >
            {t('removeAdmin')}
          </Button>
        ) : (
          <Button
            variant="default"
            aria-label={t('makeAdminOf', { name })}
            loading={busy}
            onClick={() => edit({ admin: true })}
          >
            {t('makeAdmin')}
          </Button>
        )}
        {disabled ? (
          <Button
            variant="default"
            aria-label={t('enableOf', { name })}
            loading={busy}
            onClick={() => edit({ disabled: false })}
          >
            {t('enable')}
          </Button>
        ) : (
          <Button variant="default" aria-label={t('disableOf', { name })} onClick={() => setAsking(true)}>
            {t('disable')}
          </Button>
        )}
      </span>
      <Dialog title={t('disableTitle', { name })} opened={asking} onClose={() => setAsking(false)}>
        <p>{t('disableWhat')}</p>
        <DialogActions>
          <Button variant="default" onClick={() => setAsking(false)}>
            {t('cancel')}
          </Button>
          <Button loading={busy} onClick={() => edit({ disabled: true })}>
            {t('disable')}
          </Button>
        </DialogActions>
      </Dialog>
      {link && (
        <LinkDialog
          title={t('resetTitle', { name })}
          link={link.link}
          expiresAt={link.expiresAt}
          timeZone={new Intl.DateTimeFormat().resolvedOptions().timeZone}
          onClose={closeLink}
        />
      )}
    </li>
  );
}

function useAccount(account: Account, done: () => void) {
  const t = useText();
  const client = useQueryClient();
  const show = useNotices();
  const problemText = useProblemText();
  const [link, setLink] = useState<components['schemas']['AccountLink']>();
  const path = { account: account.id };
  const { name } = account;

  const result = (patch: Patch) => {
    if (patch.disabled !== undefined) return patch.disabled ? t('disabledNow', { name }) : t('enabledNow', { name });
    return patch.admin ? t('adminNow', { name }) : t('adminNoMore', { name });
  };
  const refused = (error: unknown) => {
    const stale = isProblem(error) && error.status === 412;
    const text = stale ? t('stale') : isProblem(error, 'lastAdmin') ? t('lastAdmin') : problemText(error);
    show({ text, kind: 'failure' });
    done();
    void forgetAccounts(client);
  };
  const edit = useCommand({
    send: (patch: Patch, opId) =>
      api.PATCH('/accounts/{account}', {
        params: { path, header: { 'Idempotency-Key': opId, 'If-Match': ifMatch(account.rev) } },
        headers: { 'Content-Type': 'application/merge-patch+json' },
        body: patch,
      }),
    onDone: (change, patch) => {
      storeAccount(client, change.account);
      done();
      show({ text: result(patch) });
    },
  });
  const reset = useCommand({
    send: (_: object, opId) =>
      api.POST('/accounts/{account}/links', { params: { path, header: { 'Idempotency-Key': opId } } }),
    onDone: setLink,
  });
  return {
    edit: (patch: Patch) => edit.mutate(patch, { onError: refused }),
    reset: () => reset.mutate({}, { onError: refused }),
    link,
    closeLink: () => setLink(undefined),
    busy: edit.isPending || reset.isPending,
  };
}
