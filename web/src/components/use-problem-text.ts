import { useCallback } from 'react';
import { ApiProblem, NoAnswer } from '@/lib/api/problem';
import { SignInNeeded } from '@/lib/auth/auth-client';
import { clock } from '@/lib/clock';
import { formatMoment } from '@/lib/dates';
import { useText } from './locale';

/** Turns a failure into one plain sentence, with the request id where there is one. */
export function useProblemText(): (error: unknown) => string {
  const t = useText();
  return useCallback(
    (error) => {
      if (error instanceof NoAnswer) return t('noConnection');
      if (error instanceof SignInNeeded) return t('signedOut');
      if (!(error instanceof ApiProblem)) return t('unexpected');
      const sentence =
        error.code === 'tooManyRefusals' && error.retryAfter !== undefined
          ? t('tooManyRefusals', { when: formatMoment(clock.now() + error.retryAfter) })
          : t(keyOf(error.status));
      return error.requestId ? `${sentence} (${error.requestId.slice(0, 8)})` : sentence;
    },
    [t],
  );
}

function keyOf(status: number) {
  switch (status) {
    case 400:
    case 413:
    case 415:
      return 'faultyInput';
    case 403:
      return 'notAllowed';
    case 404:
      return 'notFound';
    case 409:
      return 'conflict';
    case 412:
      return 'stale';
    case 429:
      return 'tooMany';
    case 502:
    case 503:
    case 504:
      return 'serverAway';
    default:
      return 'unexpected';
  }
}
