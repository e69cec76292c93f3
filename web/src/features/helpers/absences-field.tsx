import { Button, TextInput } from '@mantine/core';
import { Icon } from '@/components/icon';
import classes from './helper-form.module.css';
import type { HelperValues } from './helper-values';
import { useText } from './locale';

type Absences = HelperValues['absences'];

/** Days on which somebody is away, first and last included. */
export function AbsencesField({
  value,
  error,
  onChange,
}: {
  value: Absences;
  error?: string;
  onChange: (next: Absences) => void;
}) {
  const t = useText();
  const change = (at: number, part: Partial<Absences[number]>) =>
    onChange(value.map((each, index) => (index === at ? { ...each, ...part } : each)));
  return (
    <fieldset className={classes.group}>
      <legend>{t('absences')}</legend>
      {value.map((each, at) => (
        <div key={at} className={classes.absenceRow}>
          <TextInput
            type="date"
            aria-label={t('absenceFrom', { number: at + 1 })}
            value={each.from}
            onChange={(event) => change(at, { from: event.currentTarget.value })}
          />
          <TextInput
            type="date"
            aria-label={t('absenceTo', { number: at + 1 })}
            min={each.from}
            value={each.to}
            onChange={(event) => change(at, { to: event.currentTarget.value })}
          />
          <button
            type="button"
            className={classes.remove}
            aria-label={t('removeAbsence', { number: at + 1 })}
            onClick={() => onChange(value.filter((_, index) => index !== at))}
          >
            <Icon name="close" />
          </button>
        </div>
      ))}
      {error && <p className={classes.fault}>{error}</p>}
      <Button
        variant="default"
        leftSection={<Icon name="add" />}
        onClick={() => onChange([...value, { from: '', to: '' }])}
      >
        {t('addAbsence')}
      </Button>
    </fieldset>
  );
}
