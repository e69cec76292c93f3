import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { ConflictDialog } from '@/components/conflict-dialog';
import { NeedsField } from '@/components/needs-field';
import { useNotices } from '@/components/notices';
import { SpecialDaysField } from '@/components/special-days-field';
import { useProblemText } from '@/components/use-problem-text';
import { api } from '@/lib/api/client';
import { ifMatch } from '@/lib/api/if-match';
import type { Event } from '@/lib/api/types';
import { eventQuery, storeEvent } from '@/lib/queries/events';
import { useEdit } from '@/lib/use-edit';
import controls from '@/components/controls.module.css';
import { useText } from './locale';
import { PairsField } from './pairs-field';
import classes from './settings-page.module.css';
import {
  faultsByField,
  faultsOf,
  patchOf,
  valuesOf,
  weekdays,
  type SettingsFaults,
  type SettingsField,
  type SettingsValues,
} from './settings-values';
import { useSettingsText } from './use-settings-text';

export function SettingsForm({ event }: { event: Event }) {
  const t = useText();
  const client = useQueryClient();
  const show = useNotices();
  const problemText = useProblemText();
  const { label, text } = useSettingsText();
  const [faults, setFaults] = useState<SettingsFaults>({});
  const edit = useEdit({
    resource: event,
    valuesOf,
    patchOf,
    send: ({ rev, patch }, opId) =>
      api.PATCH('/events/{event}', {
        params: { path: { event: event.id }, header: { 'Idempotency-Key': opId, 'If-Match': ifMatch(rev) } },
        headers: { 'Content-Type': 'application/merge-patch+json' },
        body: patch,
      }),
    saved: (change) => {
      storeEvent(client, change.event);
      show({ text: t('saved') });
      return change.event;
    },
    latest: () => client.fetchQuery({ ...eventQuery(event.id), staleTime: 0 }),
    onNothing: () => show({ text: t('nothingChanged') }),
    onFaults: (found) => setFaults(faultsByField(found, edit.values)),
  });
  const { values } = edit;
  const set = <Field extends SettingsField>(field: Field, value: SettingsValues[Field]) =>
    edit.setValues({ ...values, [field]: value });
  const fault = (field: SettingsField) => {
    const code = faults[field];
    return code && t(code);
  };
  const submit = (submitting: FormEvent) => {
    submitting.preventDefault();
    const found = faultsOf(values);
    setFaults(found);
    if (Object.keys(found).length === 0) edit.save();
  };

  return (
    <form className={classes.form} onSubmit={submit} noValidate>
      <section className={classes.section}>
        <h2>{t('general')}</h2>
        <TextInput
          label={t('name')}
          required
          maxLength={100}
          value={values.name}
          error={fault('name')}
          onChange={(change) => set('name', change.currentTarget.value)}
        />
        <div className={classes.row}>
          <NativeSelect
            label={t('weekday')}
            value={values.weekday}
            onChange={(change) => set('weekday', change.currentTarget.value as SettingsValues['weekday'])}
            data={weekdays.map((weekday) => ({ value: weekday, label: t(weekday) }))}
          />
          <TextInput
            type="time"
            label={t('startTime')}
            required
            value={values.startTime}
            error={fault('startTime')}
            onChange={(change) => set('startTime', change.currentTarget.value)}
          />
          <TextInput
            label={t('timeZone')}
            description={t('timeZoneHint')}
            required
            maxLength={64}
            value={values.timeZone}
            error={fault('timeZone')}
            onChange={(change) => set('timeZone', change.currentTarget.value)}
          />
        </div>
        <fieldset className={classes.set}>
          <legend className={classes.legend}>{t('languages')}</legend>
          {(['de', 'en'] as const).map((language) => (
            <Checkbox
              radius={4}
              key={language}
              label={language === 'de' ? t('languageDe') : t('languageEn')}
              checked={values.languages.includes(language)}
              onChange={(change) =>
                set(
                  'languages',
                  [
                    ...values.languages.filter((each) => each !== language),
                    ...(change.currentTarget.checked ? [language] : []),
                  ].sort(),
                )
              }
            />
          ))}
          {fault('languages') && <p className={controls.fault}>{fault('languages')}</p>}
        </fieldset>
      </section>
      <NeedsField
        series={event.series}
        value={values.needs}
        fault={fault('needs')}
        onChange={(next) => set('needs', next)}
      />
      <SpecialDaysField
        value={values.specialDays}
        fault={fault('specialDays')}
        onChange={(next) => set('specialDays', next)}
      />
      <PairsField
        value={values.allowedPairs}
        fault={fault('allowedPairs')}
        onChange={(next) => set('allowedPairs', next)}
      />
      {edit.error !== null && Object.keys(faults).length === 0 && (
        <p role="alert" className={controls.fault}>
          {problemText(edit.error)}
        </p>
      )}
      <div>
        <Button type="submit" loading={edit.busy}>
          {t('save')}
        </Button>
      </div>
      <ConflictDialog conflict={edit.conflict} label={label} text={text} />
    </form>
  );
}
