import controls from '@/components/controls.module.css';
import { Icon } from '@/components/icon';
import { useProblemText } from '@/components/use-problem-text';
import { ApiProblem, NoAnswer } from '@/lib/api/problem';
import { useHeldBy, useWaiting, waitingChanges, type Waiting } from '@/lib/api/waiting';
import { SignInNeeded } from '@/lib/auth/auth-client';
import { clock } from '@/lib/clock';
import { focusNeighbour } from '@/lib/focus';
import { useText } from './locale';
import { useSendWaiting } from './use-send-waiting';
import classes from './waiting-bar.module.css';

/** What waits on this device to be sent, and what was refused when it was; nothing where there is neither. */
export function WaitingBar({ account }: { account: string }) {
  const t = useText();
  const sendNow = useSendWaiting(account);
  const heldBy = useHeldBy();
  const changes = useWaiting();
  const waiting = changes.filter(({ refusal }) => !refusal);
  const refused = changes.filter(({ refusal }) => refusal);
  const labels = waiting.map(({ label }) => label).filter((label) => label !== '');
  return (
    <>
      {waiting.length > 0 && (
        <div className={classes.bar} role="status">
          <Icon name="reserved" />
          <span className={classes.text}>
            {t(waitText(heldBy), { count: waiting.length })}
            {heldBy instanceof ApiProblem && heldBy.requestId && ` (${heldBy.requestId.slice(0, 8)})`}
            {labels.length > 0 && <span className={classes.labels}> {labels.join('; ')}</span>}
          </span>
          <button type="button" className={controls.barButton} onClick={sendNow}>
            {t('sendNow')}
          </button>
        </div>
      )}
      {refused.length > 0 && (
        // An alert that is a list itself would be none.
        <div role="alert" aria-label={t('refusedList')} data-bar>
          <ul className={classes.refused}>
            {refused.map((change) => (
              <Refused key={change.opId} change={change} />
            ))}
          </ul>
        </div>
      )}
    </>
  );
}

function waitText(heldBy: Error | undefined) {
  if (heldBy instanceof NoAnswer) return 'waitOffline';
  if (heldBy instanceof SignInNeeded) return 'waitSignedOut';
  if (heldBy instanceof ApiProblem) return 'notSavedYet';
  return 'waitUnsent';
}

function Refused({ change }: { change: Waiting }) {
  const t = useText();
  const problemText = useProblemText();
  const { opId, refusal } = change;
  if (!refusal) return null;
  const label = change.label || t('aChange');
  const { status, code, requestId, again, holder } = refusal;
  const wait = again === undefined ? undefined : again - clock.now();
  return (
    <li className={classes.bar} data-kind="refused">
      <Icon name="warning" />
      <span className={classes.text}>
        {t('notDone', { label })}{' '}
        {holder ? t('otherQuicker', { name: holder }) : problemText(new ApiProblem(status, { code, requestId }, wait))}
      </span>
      <button
        type="button"
        className={controls.barButton}
        aria-label={t('seenOf', { label })}
        onClick={({ currentTarget: { parentElement: item } }) => {
          focusNeighbour(item, document.getElementById('content'));
          waitingChanges.remove(opId);
        }}
      >
        {t('seen')}
      </button>
    </li>
  );
}
