import { Button, Checkbox, NativeSelect, Textarea, TextInput } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import { AbsencesField } from '@/components/absences-field';
import controls from '@/components/controls.module.css';
import classes from './helper-form.module.css';
import type { HelperField, HelperValues, ValueFaults } from './helper-values';
import { LevelsField } from './levels-field';
import { useText } from './locale';
import { RolesField } from './roles-field';

const wishes = [1, 2, 3, 4, 6, 8, 12, 26, 52];

/** The values of a helper. `children` stand after the name (the parkrun ID), `actions` at the foot. */
export function HelperForm(props: {
  values: HelperValues;
  faults: ValueFaults;
  onChange: (values: HelperValues) => void;
  onSubmit: () => void;
  submitLabel: string;
  busy: boolean;
  failure: string | undefined;
  children?: ReactNode;
}) {
  const { values, faults, onChange, onSubmit, submitLabel, busy, failure, children } = props;
  const t = useText();
  const set = <Field extends HelperField>(field: Field, value: HelperValues[Field]) =>
    onChange({ ...values, [field]: value });
  const fault = (field: HelperField): string | undefined => {
    const code = faults[field];
    return code && t(code);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit();
  };
  const everyWeeks = [...new Set([...wishes, Number(values.wishedEveryWeeks)])]
    .filter((weeks) => weeks > 0)
    .sort((one, other) => one - other);

  return (
    <form className={classes.form} onSubmit={submit} noValidate>
      <TextInput
        label={t('name')}
        description={t('nameHint')}
        required
        maxLength={100}
        autoComplete="off"
        value={values.name}
        error={fault('name')}
        onChange={(event) => set('name', event.currentTarget.value)}
      />
      {children}
      <div className={classes.pair}>
        <TextInput
          type="tel"
          label={t('phone')}
          maxLength={40}
          autoComplete="off"
          value={values.phone}
          error={fault('phone')}
          onChange={(event) => set('phone', event.currentTarget.value)}
        />
        <TextInput
          type="email"
          label={t('email')}
          maxLength={254}
          autoComplete="off"
          value={values.email}
          error={fault('email')}
          onChange={(event) => set('email', event.currentTarget.value)}
        />
        <NativeSelect
          label={t('ageBand')}
          value={values.ageBand}
          onChange={(event) => set('ageBand', event.currentTarget.value as HelperValues['ageBand'])}
          data={[
            { value: '', label: t('ageUnknown') },
            { value: 'under11', label: t('ageUnder11') },
            { value: 'from11to17', label: t('ageFrom11to17') },
            { value: 'adult', label: t('ageAdult') },
          ]}
        />
        <NativeSelect
          label={t('wish')}
          value={values.wishedEveryWeeks}
          onChange={(event) => set('wishedEveryWeeks', event.currentTarget.value)}
          data={[
            { value: '', label: t('wishNone') },
            ...everyWeeks.map((weeks) => ({ value: String(weeks), label: t('wishEvery', { count: weeks }) })),
          ]}
        />
      </div>
      <LevelsField value={values.levels} fault={fault('levels')} onChange={(next) => set('levels', next)} />
      <RolesField
        label={t('prefers')}
        value={values.prefers}
        taken={values.avoids}
        onChange={(next) => set('prefers', next)}
      />
      <RolesField
        label={t('avoids')}
        value={values.avoids}
        taken={values.prefers}
        onChange={(next) => set('avoids', next)}
      />
      <AbsencesField
        legend={t('absences')}
        value={values.absences}
        fault={fault('absences')}
        onChange={(next) => set('absences', next)}
      />
      <fieldset className={classes.set}>
        <legend className={controls.legend}>{t('consents')}</legend>
        <Checkbox
          radius={4}
          label={t('consentContact')}
          checked={values.contact}
          onChange={(event) => set('contact', event.currentTarget.checked)}
        />
        <Checkbox
          radius={4}
          label={t('consentPhone')}
          checked={values.phoneToTeam}
          onChange={(event) => set('phoneToTeam', event.currentTarget.checked)}
        />
      </fieldset>
      <Textarea
        label={t('notes')}
        description={t('notesHint')}
        maxLength={2000}
        rows={3}
        value={values.notes}
        error={fault('notes')}
        onChange={(event) => set('notes', event.currentTarget.value)}
      />
      {failure && (
        <p role="alert" className={controls.fault}>
          {failure}
        </p>
      )}
      <div className={classes.actions}>
        <Button type="submit" loading={busy}>
          {submitLabel}
        </Button>
      </div>
    </form>
  );
}
