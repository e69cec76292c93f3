import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { Page } from '@/components/page';
import { ErrorState } from '@/components/states';
import { isProblem } from '@/lib/api/problem';
import { useEventId } from '@/lib/current-event';
import { paths } from '@/lib/paths';
import { ColumnsStep } from './columns-step';
import { readHead, type ColumnField, type CsvFileFault, type CsvHead } from './csv-file';
import { DoneStep } from './done-step';
import { FileStep } from './file-step';
import classes from './import-page.module.css';
import { useText } from './locale';
import { commandsOf, type Answers, type Preview } from './plan';
import { PreviewStep } from './preview-step';
import { previewImport, useSending } from './use-import';

interface Chosen {
  file: File;
  head: CsvHead;
}

const steps = ['stepFile', 'stepColumns', 'stepPreview', 'stepDone'] as const;

/** File, columns, preview, done. Nothing is written before the preview was seen. */
export default function ImportPage() {
  const t = useText();
  const event = useEventId();
  const [chosen, setChosen] = useState<Chosen>();
  const [fault, setFault] = useState<CsvFileFault | 'unreadable'>();
  const [fields, setFields] = useState<ColumnField[]>([]);
  const [step, setStep] = useState<(typeof steps)[number]>('stepFile');
  const [answers, setAnswers] = useState<Answers>({});
  const { sending, start, reset } = useSending(event);
  const preview = useMutation({
    mutationFn: (ask: { file: File; fields?: readonly ColumnField[] }) => previewImport(event, ask.file, ask.fields),
  });

  const choose = async (file: File) => {
    setFault(undefined);
    reset();
    preview.reset();
    setAnswers({});
    const bytes = await file.arrayBuffer().catch(() => undefined);
    const head = bytes ? readHead(new Uint8Array(bytes)) : 'unreadable';
    if (typeof head === 'string') {
      setFault(head);
      setStep('stepFile');
      return;
    }
    setChosen({ file, head });
    setStep('stepColumns');
    preview.mutate(
      { file },
      { onSuccess: (seen) => setFields(fieldsOf(seen, head)), onError: () => setFields(noFields(head)) },
    );
  };

  const look = () => {
    if (!chosen) return;
    setAnswers({});
    preview.mutate({ file: chosen.file, fields }, { onSuccess: () => setStep('stepPreview') });
  };

  const send = (seen: Preview) => {
    setStep('stepDone');
    void start(commandsOf(seen, answers));
  };

  // That the head row names no columns is no failure: that is what the second step is for.
  const failed =
    preview.isError && !(isProblem(preview.error) && preview.error.status === 400 && !preview.variables.fields);
  return (
    <Page title={t('title')} actions={<Link to={paths.helpers(event)}>{t('back')}</Link>}>
      <ol className={classes.steps} aria-label={t('steps')}>
        {steps.map((each) => (
          <li key={each} aria-current={each === step ? 'step' : undefined}>
            {t(each)}
          </li>
        ))}
      </ol>
      {step === 'stepFile' && <FileStep fault={fault} onChoose={(file) => void choose(file)} />}
      {step !== 'stepFile' && failed && (
        <ErrorState error={preview.error} onRetry={() => preview.mutate(preview.variables)} />
      )}
      {step === 'stepColumns' && chosen && (
        <ColumnsStep
          fileName={chosen.file.name}
          head={chosen.head}
          fields={fields}
          busy={preview.isPending}
          onChange={setFields}
          onGoOn={look}
        />
      )}
      {step === 'stepPreview' && preview.data && (
        <PreviewStep
          preview={preview.data}
          answers={answers}
          onAnswer={(line, opId) => setAnswers((before) => ({ ...before, [line]: opId }))}
          onImport={() => preview.data && send(preview.data)}
          onBack={() => setStep('stepColumns')}
        />
      )}
      {step === 'stepDone' && sending && preview.data && (
        <DoneStep
          preview={preview.data}
          sending={sending}
          onGoOn={() => void start(sending.commands, sending.outcomes)}
        />
      )}
      {step !== 'stepFile' && sending?.state !== 'sending' && (
        <Button className={classes.other} variant="subtle" onClick={() => setStep('stepFile')}>
          {t('otherFile')}
        </Button>
      )}
    </Page>
  );
}

const noFields = (head: CsvHead): ColumnField[] => head.titles.map(() => '-');

/** What the server read in the head row, column by column. */
function fieldsOf({ columns }: Preview, head: CsvHead): ColumnField[] {
  return head.titles.map((_, column) => columns[column]?.field ?? '-');
}
