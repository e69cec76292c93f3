import { Button } from '@mantine/core';
import { Link } from 'react-router';
import { useProblemText } from '@/components/use-problem-text';
import { useEventId } from '@/lib/current-event';
import { paths } from '@/lib/paths';
import classes from './import-page.module.css';
import { useText } from './locale';
import { count, type Preview } from './plan';
import { ReportButton } from './report-button';
import type { Sending } from './use-import';
import { useReasons } from './use-reasons';

/** The progress of an import, its interruption, and its end. */
export function DoneStep({ preview, sending, onGoOn }: { preview: Preview; sending: Sending; onGoOn: () => void }) {
  const t = useText();
  const event = useEventId();
  const problemText = useProblemText();
  const reasons = useReasons();
  const { commands, outcomes, state } = sending;
  const done = outcomes.length;
  const all = commands.length;
  if (state === 'sending') {
    return (
      <div className={classes.panel} role="status">
        <p>{t('progress', { done, all })}</p>
        <progress className={classes.progress} max={all} value={done} aria-label={t('progress', { done, all })} />
      </div>
    );
  }
  if (state === 'interrupted') {
    return (
      <div className={classes.panel} role="alert">
        <p>{t('interrupted', { done, all })}</p>
        <p className={classes.muted}>{problemText(sending.error)}</p>
        <Button onClick={onGoOn}>{t('goOn')}</Button>
      </div>
    );
  }
  const refused = outcomes.filter(({ result }) => result === 'refused');
  const faulty = preview.rows.filter(({ action }) => action === 'fault');
  const created = count(outcomes, 'created');
  const changed = count(outcomes, 'changed');
  const missing = faulty.length + refused.length;
  const valuesOf = (line: number) => commands.find((command) => command.line === line)?.values;
  return (
    <div className={classes.panel}>
      <p className={classes.summary} role="status">
        {created + changed + missing === 0 ? t('nothingToDo') : t('summary', { created, changed, count: missing })}
      </p>
      {refused.length > 0 && (
        <section className={classes.section}>
          <p>{t('notImported', { count: refused.length })}</p>
          <ul className={classes.rows}>
            {refused.map((outcome) => (
              <li key={outcome.opId}>
                <span className={classes.line}>{t('line', { line: outcome.line })}</span> {valuesOf(outcome.line)?.name}
                : {reasons.refused(outcome)}
              </li>
            ))}
          </ul>
        </section>
      )}
      <div className={classes.actions}>
        {missing > 0 && (
          <ReportButton
            rows={[
              ...faulty.map((row) => ({ line: row.line, values: row.values, reason: reasons.faulty(row) })),
              ...refused.map((outcome) => ({
                line: outcome.line,
                values: valuesOf(outcome.line),
                reason: reasons.refused(outcome),
              })),
            ]}
          />
        )}
        <Button component={Link} to={paths.helpers(event)}>
          {t('toDirectory')}
        </Button>
      </div>
    </div>
  );
}
