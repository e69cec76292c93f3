import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNotices } from '@/components/notices';
import { QueryView } from '@/components/states';
import { useProblemText } from '@/components/use-problem-text';
import { api } from '@/lib/api/client';
import { isProblem } from '@/lib/api/problem';
import { useCommand } from '@/lib/api/use-command';
import { formatInstant } from '@/lib/dates';
import { InviteDialog } from './invite-dialog';
import { LinkDialog } from './link-dialog';
import { useText } from './locale';
import classes from './members-page.module.css';
import { forgetInvitations, invitationsQuery, storeInvitation, type Invitation } from './queries';
import { useAccessNames } from './use-access-names';

/** The invitations into an event, and making a new one. */
export function Invitations({ event, timeZone }: { event: string; timeZone: string }) {
  const t = useText();
  const query = useQuery(invitationsQuery(event));
  const [inviting, setInviting] = useState(false);
  const [made, setMade] = useState<{ link: string; expiresAt: string }>();
  return (
    <section>
      <div className={classes.head}>
        <h2>{t('invitations')}</h2>
        <Button onClick={() => setInviting(true)}>{t('invite')}</Button>
      </div>
      <QueryView query={query}>
        {({ invitations }) =>
          invitations.length === 0 ? (
            <p>{t('noInvitations')}</p>
          ) : (
            <ul className={classes.list}>
              {invitations.map((invitation) => (
                <InvitationRow key={invitation.id} event={event} timeZone={timeZone} invitation={invitation} />
              ))}
            </ul>
          )
        }
      </QueryView>
      {inviting && (
        <InviteDialog
          event={event}
          onClose={() => setInviting(false)}
          onMade={(link, expiresAt) => {
            setInviting(false);
            setMade({ link, expiresAt });
          }}
        />
      )}
      {made && <LinkDialog title={t('linkReady')} {...made} timeZone={timeZone} onClose={() => setMade(undefined)} />}
    </section>
  );
}

function InvitationRow({ event, timeZone, invitation }: { event: string; timeZone: string; invitation: Invitation }) {
  const t = useText();
  const client = useQueryClient();
  const show = useNotices();
  const problemText = useProblemText();
  const access = useAccessNames()[invitation.access];
  const states = {
    open: t('stateOpen', { date: formatInstant(invitation.expiresAt, timeZone) }),
    used: t('stateUsed'),
    revoked: t('stateRevoked'),
    expired: t('stateExpired'),
  };
  const created = formatInstant(invitation.createdAt, timeZone);
  const revoke = useCommand({
    send: (_: object, opId) =>
      api.DELETE('/events/{event}/invitations/{invitation}', {
        params: { path: { event, invitation: invitation.id }, header: { 'Idempotency-Key': opId } },
      }),
    onDone: (change) => {
      storeInvitation(client, event, change.invitation);
      show({ text: t('revoked') });
    },
  });
  const refused = (error: unknown) => {
    show({ text: isProblem(error, 'invitationUsed') ? t('invitationUsed') : problemText(error), kind: 'failure' });
    void forgetInvitations(client, event);
  };
  return (
    <li className={classes.row}>
      <span className={classes.name}>
        {access}
        {invitation.helper && `, ${invitation.helper.name}`}
      </span>
      <span>{states[invitation.state]}</span>
      <span className={classes.hint}>{t('invitedBy', { name: invitation.createdBy.name, date: created })}</span>
      {invitation.state === 'open' && (
        <Button
          variant="default"
          loading={revoke.isPending}
          aria-label={t('revokeOf', { access, date: created })}
          onClick={() => revoke.mutate({}, { onError: refused })}
        >
          {t('revoke')}
        </Button>
      )}
    </li>
  );
}
