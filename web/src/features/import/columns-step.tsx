import { Button, NativeSelect } from '@mantine/core';
import { columnFields, givenTwice, namePeople, type ColumnField, type CsvHead } from './csv-file';
import classes from './import-page.module.css';
import { useText } from './locale';

const labels = {
  name: 'fieldName',
  firstName: 'fieldFirstName',
  lastName: 'fieldLastName',
  parkrunNumber: 'fieldParkrunNumber',
  phone: 'fieldPhone',
  email: 'fieldEmail',
  notes: 'fieldNotes',
  '-': 'fieldSkip',
} as const satisfies Record<ColumnField, string>;

export function ColumnsStep(props: {
  fileName: string;
  head: CsvHead;
  fields: readonly ColumnField[];
  busy: boolean;
  onChange: (fields: ColumnField[]) => void;
  onGoOn: () => void;
}) {
  const { fileName, head, fields, busy, onChange, onGoOn } = props;
  const t = useText();
  const twice = givenTwice(fields);
  const named = namePeople(fields);
  const title = (column: number) => head.titles[column] || t('untitled', { number: column + 1 });
  const choose = (column: number, field: ColumnField) =>
    onChange(head.titles.map((_, at) => (at === column ? field : (fields[at] ?? '-'))));

  return (
    <div className={classes.panel}>
      <p>{t('columnsWhat', { file: fileName })}</p>
      <ul className={classes.columns}>
        {head.titles.map((_, column) => (
          <li key={column}>
            <div className={classes.column}>
              <strong>{title(column)}</strong>
              <div className={classes.muted}>
                {head.samples
                  .map((row) => row[column] ?? '')
                  .filter((text) => text !== '')
                  .join(' · ')}
              </div>
            </div>
            <NativeSelect
              aria-label={t('holdsOf', { title: title(column) })}
              value={fields[column] ?? '-'}
              disabled={busy}
              onChange={(event) => choose(column, event.currentTarget.value as ColumnField)}
              data={columnFields.map((field) => ({ value: field, label: t(labels[field]) }))}
            />
          </li>
        ))}
      </ul>
      {!busy && !named && <p className={classes.fault}>{t('needName')}</p>}
      {twice.length > 0 && (
        <p className={classes.fault}>
          {t('givenTwice', { fields: twice.map((field) => t(labels[field])).join(', ') })}
        </p>
      )}
      <Button loading={busy} disabled={!named || twice.length > 0} onClick={onGoOn}>
        {t('toPreview')}
      </Button>
    </div>
  );
}
