import { DateField } from './date-field';
import { useText } from './locale';
import { RowsField } from './rows-field';

interface Absence {
  from: string;
  to: string;
}

/** Days on which somebody is away, first and last included. */
export function AbsencesField(props: {
  legend: string;
  value: readonly Absence[];
  fault: string | undefined;
  onChange: (next: Absence[]) => void;
}) {
  const { legend, value, fault, onChange } = props;
  const t = useText();
  return (
    <RowsField
      legend={legend}
      rows={value}
      empty={{ from: '', to: '' }}
      addLabel={t('addAbsence')}
      removeLabel={(at) => t('removeAbsence', { number: at + 1 })}
      fault={fault}
      shape="two"
      onChange={onChange}
    >
      {({ from, to }, change, at) => (
        <>
          <DateField
            label={t('absenceFrom', { number: at + 1 })}
            value={from}
            onChange={(date) => change({ from: date })}
          />
          <DateField
            label={t('absenceTo', { number: at + 1 })}
            min={from}
            value={to}
            onChange={(date) => change({ to: date })}
          />
        </>
      )}
    </RowsField>
  );
}
