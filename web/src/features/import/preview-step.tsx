import { Button, NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import { useEventId } from '@/lib/current-event';
import { paths } from '@/lib/paths';
import classes from './import-page.module.css';
import { useText } from './locale';
import { commandsOf, type Answers, type Choice, type Preview, type Row } from './plan';
import { ReportButton } from './report-button';
import { useReasons } from './use-reasons';

const shownAtFirst = 10;

/** What Import would do; rows that will not be taken come first, then the questions. */
export function PreviewStep(props: {
  preview: Preview;
  answers: Answers;
  onAnswer: (line: number, opId: string) => void;
  onImport: () => void;
  onBack: () => void;
}) {
  const { preview, answers, onAnswer, onImport, onBack } = props;
  const t = useText();
  const event = useEventId();
  const { rows, counts } = preview;
  const commands = commandsOf(preview, answers);
  const of = (action: Row['action']) => rows.filter((row) => row.action === action);
  const nothing = counts.create + counts.edit + counts.ask === 0;

  return (
    <div className={classes.panel}>
      <p className={classes.summary}>
        {nothing && counts.fault === 0
          ? t('nothingToDo')
          : t('summary', { created: counts.create, changed: counts.edit, count: counts.fault })}
      </p>
      {counts.unchanged > 0 && !(nothing && counts.fault === 0) && <p>{t('unchanged', { count: counts.unchanged })}</p>}
      {counts.fault > 0 && <FaultyRows rows={of('fault')} />}
      {counts.ask > 0 && (
        <section className={classes.section}>
          <h2>{t('askTitle', { count: counts.ask })}</h2>
          <p>{t('askWhat')}</p>
          {of('ask').map((row) => (
            <Question key={row.line} row={row} answer={answers[row.line] ?? ''} onAnswer={onAnswer} />
          ))}
        </section>
      )}
      {counts.edit > 0 && <Rows title={t('changedTitle', { count: counts.edit })} rows={of('edit')} />}
      {counts.create > 0 && <Rows title={t('createdTitle', { count: counts.create })} rows={of('create')} />}
      <div className={classes.actions}>
        <Button variant="default" onClick={onBack}>
          {t('toColumns')}
        </Button>
        {nothing ? (
          <Button component={Link} to={paths.helpers(event)}>
            {t('toDirectory')}
          </Button>
        ) : (
          <Button disabled={commands.length === 0} onClick={onImport}>
            {t('importNow', { count: commands.length })}
          </Button>
        )}
      </div>
    </div>
  );
}

function FaultyRows({ rows }: { rows: readonly Row[] }) {
  const t = useText();
  const { faulty } = useReasons();
  return (
    <section className={classes.section}>
      <h2>{t('faultyTitle', { count: rows.length })}</h2>
      <ul className={classes.rows}>
        {rows.map((row) => (
          <li key={row.line}>
            <span className={classes.line}>{t('line', { line: row.line })}</span> {faulty(row)}
          </li>
        ))}
      </ul>
      <ReportButton rows={rows.map((row) => ({ line: row.line, values: row.values, reason: faulty(row) }))} />
    </section>
  );
}

function Question({
  row,
  answer,
  onAnswer,
}: {
  row: Row;
  answer: string;
  onAnswer: (line: number, opId: string) => void;
}) {
  const t = useText();
  const { line, values, choices = [] } = row;
  const label = ({ action, name = '' }: Choice) => {
    if (action === 'create') return t('askCreate');
    return action === 'setNumber' ? t('askSetNumber', { name }) : t('askEdit', { name });
  };
  return (
    <NativeSelect
      label={t('askOf', { line, name: values?.name ?? '' })}
      value={answer}
      onChange={(event) => onAnswer(line, event.currentTarget.value)}
      data={[
        { value: '', label: t('askSkip') },
        ...choices.map((choice) => ({ value: choice.opId, label: label(choice) })),
      ]}
    />
  );
}

function Rows({ title, rows }: { title: string; rows: readonly Row[] }) {
  const t = useText();
  const [all, setAll] = useState(false);
  const shown = all ? rows : rows.slice(0, shownAtFirst);
  return (
    <section className={classes.section}>
      <h2>{title}</h2>
      <ul className={classes.rows}>
        {shown.map(({ line, values }) => (
          <li key={line}>
            <span className={classes.line}>{t('line', { line })}</span> {values?.name}
            {values?.parkrunNumber !== undefined && ` A${values.parkrunNumber}`}
          </li>
        ))}
      </ul>
      {shown.length < rows.length && (
        <Button variant="default" onClick={() => setAll(true)}>
          {t('showAll')}
        </Button>
      )}
    </section>
  );
}
