import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Link, Navigate } from 'react-router';
import { Page } from '@/components/page';
import { EmptyState, ErrorState, Loading } from '@/components/states';
import { api } from '@/lib/api/client';
import { isProblem } from '@/lib/api/problem';
import { useCommand } from '@/lib/api/use-command';
import type { Me } from '@/lib/api/types';
import { useAuth, useSignedInName } from '@/lib/auth/auth-context';
import { paths } from '@/lib/paths';
import { meQuery } from '@/lib/queries/me';
import { forgetSecret, takeSecret } from './invitation-secret';
import { useText } from './locale';

/** Where the link of an invitation ends: signs in if need be, then accepts. */
export default function InvitationPage() {
  const t = useText();
  const auth = useAuth();
  const signedIn = useSignedInName() !== null;
  const [input] = useState(() => ({ secret: takeSecret() }));
  return (
    <Page title={t('invitationTitle')} narrow>
      {input.secret === '' ? (
        <EmptyState action={<Link to={paths.home()}>{t('toStart')}</Link>}>{t('invitationMissing')}</EmptyState>
      ) : signedIn ? (
        <Accept input={input} />
      ) : (
        <EmptyState action={<Button onClick={() => void auth.login(paths.invitation())}>{t('signIn')}</Button>}>
          {t('invitationSignIn')}
        </EmptyState>
      )}
    </Page>
  );
}

const refusals = ['invitationExpired', 'invitationUsed', 'invitationRevoked', 'inviterGone'] as const;

function Accept({ input }: { input: { secret: string } }) {
  const t = useText();
  const client = useQueryClient();
  const { mutate, isSuccess, error } = useCommand<{ secret: string }, Me>({
    send: (body, opId) => api.POST('/me/memberships', { params: { header: { 'Idempotency-Key': opId } }, body }),
    onDone: (me) => {
      forgetSecret();
      client.setQueryData(meQuery().queryKey, me);
    },
  });
  // The same input is the same command, however often an effect runs.
  useEffect(() => mutate(input), [mutate, input]);

  if (isSuccess) return <Navigate replace to={paths.home()} />;
  if (error) {
    const refusal = refusals.find((code) => isProblem(error, code));
    const unknown = isProblem(error) && (error.status === 404 || error.status === 400);
    if (!refusal && !unknown) return <ErrorState error={error} onRetry={() => mutate(input)} />;
    return (
      <EmptyState action={<Link to={paths.home()}>{t('toStart')}</Link>}>
        {t(refusal ?? 'invitationUnknown')}
      </EmptyState>
    );
  }
  return <Loading>{t('accepting')}</Loading>;
}
