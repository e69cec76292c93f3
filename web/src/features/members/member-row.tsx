import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { Dialog, DialogActions } from '@/components/dialog';
import { useNotices } from '@/components/notices';
import { useProblemText } from '@/components/use-problem-text';
import { api } from '@/lib/api/client';
import { isProblem } from '@/lib/api/problem';
import { useCommand } from '@/lib/api/use-command';
import { paths } from '@/lib/paths';
import { meQuery } from '@/lib/queries/me';
import { HelperPicker, type HelperName } from './helper-picker';
import { useText } from './locale';
import classes from './members-page.module.css';
import { forgetMembers, storeMembers, type Member, type MemberAccess } from './queries';
import { accesses, useAccessNames } from './use-access-names';

/** One member: access, the helper they are, the end of the membership. */
export function MemberRow({ event, member }: { event: string; member: Member }) {
  const t = useText();
  const names = useAccessNames();
  const [dialog, setDialog] = useState<'link' | 'end'>();
  const close = () => setDialog(undefined);
  const { set, end, busy, own } = useMembership(event, member, close);
  const { name, access, helper } = member;

  return (
    <li className={classes.row}>
      <span className={classes.name}>{name}</span>
      <label className={classes.field}>
        <span className={classes.label}>{t('access')}</span>
        <select
          className={classes.select}
          aria-label={t('accessOf', { name })}
          value={access}
          disabled={busy}
          onChange={(change) => set(change.currentTarget.value as MemberAccess, helper)}
        >
          {accesses.map((each) => (
            <option key={each} value={each}>
              {names[each]}
            </option>
          ))}
        </select>
      </label>
      <div className={classes.field}>
        <span className={classes.label}>{t('helper')}</span>
        <span className={classes.inline}>
          <span>{helper?.name ?? t('notLinked')}</span>
          <Button
            variant="default"
            size="compact-sm"
            aria-label={helper ? t('changeOf', { name }) : t('linkOf', { name })}
            onClick={() => setDialog('link')}
          >
            {helper ? t('change') : t('link')}
          </Button>
        </span>
      </div>
      <Button variant="default" aria-label={t('endOf', { name })} onClick={() => setDialog('end')}>
        {t('end')}
      </Button>
      <Dialog title={t('linkTitle', { name })} opened={dialog === 'link'} onClose={close}>
        <p className={classes.hint}>{t('linkWhat')}</p>
        <HelperPicker event={event} onPick={(picked) => set(access, picked)} />
        <DialogActions>
          {helper && (
            <Button variant="default" loading={busy} onClick={() => set(access, undefined)}>
              {t('unlink')}
            </Button>
          )}
          <Button variant="default" onClick={close}>
            {t('cancel')}
          </Button>
        </DialogActions>
      </Dialog>
      <Dialog title={t('endTitle', { name })} opened={dialog === 'end'} onClose={close}>
        <p>{t('endWhat')}</p>
        {own && <p>{t('endOwn')}</p>}
        <DialogActions>
          <Button variant="default" onClick={close}>
            {t('cancel')}
          </Button>
          <Button loading={busy} onClick={end}>
            {t('end')}
          </Button>
        </DialogActions>
      </Dialog>
    </li>
  );
}

interface Wish {
  access: MemberAccess;
  helper: HelperName | undefined;
}

function useMembership(event: string, member: Member, done: () => void) {
  const t = useText();
  const names = useAccessNames();
  const client = useQueryClient();
  const navigate = useNavigate();
  const show = useNotices();
  const problemText = useProblemText();
  const own = useQuery(meQuery()).data?.account.account === member.account;
  const { account, name } = member;
  const path = { event, account };

  const refused = (error: unknown) => {
    show({ text: refusalText(error), kind: 'failure' });
    void forgetMembers(client, event);
  };
  const refusalText = (error: unknown) => {
    if (isProblem(error, 'lastCoordinator')) return t('lastCoordinator');
    if (isProblem(error, 'membershipChanged') || isProblem(error, 'changedSince')) return t('membershipChanged');
    return isProblem(error, 'helperLinked') ? t('helperLinked') : problemText(error);
  };
  const refreshMe = () => client.fetchQuery({ ...meQuery(), staleTime: 0 });

  const set = useCommand({
    send: ({ access, helper }: Wish, opId) =>
      api.PUT('/events/{event}/members/{account}', {
        params: { path, header: { 'Idempotency-Key': opId } },
        body: {
          access,
          helper: helper?.helper ?? null,
          expect: { access: member.access, helper: member.helper?.helper ?? null },
        },
      }),
    onDone: ({ members }, { access, helper }) => {
      storeMembers(client, event, members);
      done();
      if (access !== member.access) show({ text: t('accessSaved', { name, access: names[access] }) });
      else show({ text: helper ? t('linkSaved', { name, helper: helper.name }) : t('unlinkSaved', { name }) });
      if (own) void refreshMe();
    },
  });
  const end = useCommand({
    send: (_: object, opId) =>
      api.DELETE('/events/{event}/members/{account}', { params: { path, header: { 'Idempotency-Key': opId } } }),
    onDone: ({ members }) => {
      storeMembers(client, event, members);
      done();
      show({ text: t('ended', { name }) });
      if (own) void refreshMe().finally(() => void navigate(paths.home()));
    },
  });

  return {
    own,
    busy: set.isPending || end.isPending,
    set: (access: MemberAccess, helper: HelperName | undefined) => set.mutate({ access, helper }, { onError: refused }),
    end: () => end.mutate({}, { onError: refused }),
  };
}
