import { Icon } from '@/components/icon';
import type { CancelReason, Schedule } from '@/lib/api/types';
import classes from './day-page.module.css';
import { useText } from './locale';

const reasons = {
  weather: 'reasonWeather',
  flooding: 'reasonFlooding',
  lightning: 'reasonLightning',
  otherEvent: 'reasonOtherEvent',
  noAed: 'reasonNoAed',
  tooFewHelpers: 'reasonTooFewHelpers',
  other: 'reasonOther',
} as const satisfies Record<CancelReason, string>;

/** What sets a date apart: a draft, cancelled with its reason, final, a special day. A published one needs no word. */
export function StatusLine({ schedule }: { schedule: Schedule }) {
  const t = useText();
  const { status, reason, special } = schedule;
  return (
    <>
      {status === 'cancelled' && (
        <p className={classes.cancelled}>
          <Icon name="cancelled" />{' '}
          {t('cancelled', { reason: reason ? (reason.text ?? t(reasons[reason.reason])) : t('reasonOther') })}
        </p>
      )}
      {status === 'draft' && <p className={classes.draft}>{t('draft')}</p>}
      {status === 'final' && <p className={classes.draft}>{t('final')}</p>}
      {special && <p className={classes.draft}>{t('special')}</p>}
    </>
  );
}
