import { Button } from '@mantine/core';
import { useRef } from 'react';
import type { CsvFileFault } from './csv-file';
import classes from './import-page.module.css';
import { useText } from './locale';

const faults = {
  empty: 'faultEmpty',
  tooLarge: 'faultTooLarge',
  noRows: 'faultNoRows',
  unreadable: 'faultUnreadable',
} as const;

export function FileStep(props: { fault: CsvFileFault | 'unreadable' | undefined; onChoose: (file: File) => void }) {
  const { fault, onChoose } = props;
  const t = useText();
  const input = useRef<HTMLInputElement>(null);
  return (
    <div
      className={classes.panel}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        const file = event.dataTransfer.files[0];
        if (file) onChoose(file);
      }}
    >
      <p>{t('fileWhat')}</p>
      <p className={classes.muted}>{t('fileColumns')}</p>
      {fault && (
        <p role="alert" className={classes.fault}>
          {t(faults[fault])}
        </p>
      )}
      <input
        ref={input}
        className={classes.hidden}
        type="file"
        accept=".csv,.txt,.tsv,text/csv,text/plain"
        aria-label={t('chooseFile')}
        tabIndex={-1}
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          // The same file may be chosen again, after it was corrected.
          event.currentTarget.value = '';
          if (file) onChoose(file);
        }}
      />
      <Button onClick={() => input.current?.click()}>{t('chooseFile')}</Button>
    </div>
  );
}
