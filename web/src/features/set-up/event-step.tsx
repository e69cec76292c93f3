import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import type { Series } from '@/lib/api/types';
import { faultsOf, suggestedId, type DraftFaults, type DraftValues } from './event-draft';
import { useText } from './locale';
import classes from './set-up-page.module.css';

/** First step: which event it is. Six fields, four of them filled already. */
export function EventStep(props: {
  values: DraftValues;
  faults: DraftFaults;
  onChange: (values: DraftValues) => void;
  onFaults: (faults: DraftFaults) => void;
  onDone: () => void;
}) {
  const { values, faults, onChange, onFaults, onDone } = props;
  const t = useText();
  const [ownId, setOwnId] = useState(values.id !== '' && values.id !== suggestedId(values.name));
  const fault = (field: keyof DraftValues) => {
    const code = faults[field];
    return code && t(code);
  };
  const submit = (submitting: FormEvent) => {
    submitting.preventDefault();
    const found = faultsOf(values);
    onFaults(found);
    if (Object.keys(found).length === 0) onDone();
  };
  return (
    <form className={classes.form} onSubmit={submit} noValidate>
      <p>{t('what')}</p>
      <TextInput
        label={t('name')}
        description={t('nameHint')}
        required
        maxLength={100}
        value={values.name}
        error={fault('name')}
        onChange={(change) => {
          const name = change.currentTarget.value;
          onChange({ ...values, name, ...(ownId ? {} : { id: suggestedId(name) }) });
        }}
      />
      <TextInput
        label={t('id')}
        description={t('idHint')}
        required
        maxLength={60}
        value={values.id}
        error={fault('id')}
        onChange={(change) => {
          setOwnId(true);
          onChange({ ...values, id: change.currentTarget.value });
        }}
      />
      <NativeSelect
        label={t('series')}
        value={values.series}
        onChange={(change) => onChange({ ...values, series: change.currentTarget.value as Series })}
        data={[
          { value: '5k', label: t('series5k') },
          { value: 'junior', label: t('seriesJunior') },
        ]}
      />
      <TextInput
        label={t('country')}
        description={t('countryHint')}
        required
        maxLength={2}
        value={values.country}
        error={fault('country')}
        onChange={(change) => onChange({ ...values, country: change.currentTarget.value.toUpperCase() })}
      />
      <TextInput
        label={t('timeZone')}
        required
        maxLength={64}
        value={values.timeZone}
        error={fault('timeZone')}
        onChange={(change) => onChange({ ...values, timeZone: change.currentTarget.value })}
      />
      <TextInput
        type="time"
        label={t('startTime')}
        required
        value={values.startTime}
        error={fault('startTime')}
        onChange={(change) => onChange({ ...values, startTime: change.currentTarget.value })}
      />
      <div className={classes.buttons}>
        <Button type="submit">{t('next')}</Button>
      </div>
    </form>
  );
}
