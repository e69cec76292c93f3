import type { Candidate, CandidateReason } from '@/lib/api/types';
import { formatDate } from '@/lib/dates';
import type { BoardText } from './locale';

/** Why a candidate stands where it does, in a few words. */
export function reasonText(
  t: BoardText,
  nameOf: (slot: string) => string,
  candidate: Candidate,
  filled: boolean,
): string {
  const { reason } = candidate;
  const sentence = main(t, nameOf, reason, filled);
  return reason.signedOff ? `${sentence}, ${t('signedOff')}` : sentence;
}

function main(t: BoardText, nameOf: (slot: string) => string, reason: CandidateReason, filled: boolean): string {
  const weeks = t('weeks', { count: reason.weeksSince ?? 0 });
  const every = t('weeks', { count: reason.everyWeeks ?? 0 });
  // An absence ends soon; a sign-off may have ended years ago.
  const until = reason.until ? formatDate(reason.until, reason.code === 'levelExpired' ? 'year' : 'short') : '';
  switch (reason.code) {
    case 'due':
      return t(reason.everyWeeks ? 'reason-dueWish' : 'reason-due', { weeks, every });
    case 'training':
      return reason.trainer ? t('reason-trainingWith', { trainer: reason.trainer }) : t('reason-training');
    case 'onDate':
      return t(filled ? 'reason-onDateSwap' : 'reason-onDate', { slot: nameOf(reason.slot ?? '') });
    default:
      return t(`reason-${reason.code}`, { weeks, every, until });
  }
}
