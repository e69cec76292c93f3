import { useCallback } from 'react';
import { useText } from './locale';
import type { Outcome, Row } from './plan';

const reasons = {
  controlCharacter: 'reasonControlCharacter',
  notAnId: 'reasonNotAnId',
  nameMissing: 'reasonNameMissing',
  nameTooLong: 'reasonNameTooLong',
  numberTwice: 'reasonNumberTwice',
  notAnEmail: 'reasonNotAnEmail',
  notAPhone: 'reasonNotAPhone',
  textTooLong: 'reasonTextTooLong',
  tooFewColumns: 'reasonTooFewColumns',
  tooManyColumns: 'reasonTooManyColumns',
  badQuote: 'reasonBadQuote',
  badEncoding: 'reasonBadEncoding',
} as const satisfies Record<NonNullable<Row['reason']>, string>;

/** Why a row cannot be read, and why one was refused, in plain words. */
export function useReasons() {
  const t = useText();
  const faulty = useCallback(
    ({ reason, text = '', firstLine = 0 }: Row): string =>
      reason ? t(reasons[reason], { text, firstLine }) : t('reasonUnknown'),
    [t],
  );
  const refused = useCallback(
    ({ code = '' }: Outcome): string => {
      if (code === 'parkrunNumberTaken') return t('refusedParkrunNumberTaken');
      if (code === 'directoryFull') return t('refusedDirectoryFull');
      return code === 'stale' || code === 'parkrunNumberChanged' ? t('refusedStale') : t('refusedOther', { code });
    },
    [t],
  );
  return { faulty, refused };
}
