import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { ConflictDialog } from '@/components/conflict-dialog';
import controls from '@/components/controls.module.css';
import { useNotices } from '@/components/notices';
import { QueryView } from '@/components/states';
import { useProblemText } from '@/components/use-problem-text';
import { api } from '@/lib/api/client';
import { ifMatch } from '@/lib/api/if-match';
import type { Helper } from '@/lib/api/types';
import { formatDate } from '@/lib/dates';
import { helperQuery, storeHelper } from '@/lib/queries/helpers';
import { useEdit } from '@/lib/use-edit';
import { useText } from './locale';
import { MyDataFields } from './my-data-fields';
import classes from './my-page.module.css';
import { datesAreWhole, patchOf, valuesOf, type MyField, type MyValues } from './my-values';

/** What helpers may change about themselves. */
export function MyData({ event, helper }: { event: string; helper: string }) {
  const t = useText();
  const query = useQuery(helperQuery(event, helper));
  return (
    <section className={classes.section}>
      <h2>{t('contact')}</h2>
      <p className={controls.hint}>{t('contactWhat')}</p>
      <QueryView query={query}>{(data) => <Form key={data.id} event={event} helper={data} />}</QueryView>
    </section>
  );
}

function Form({ event, helper }: { event: string; helper: Helper }) {
  const t = useText();
  const client = useQueryClient();
  const show = useNotices();
  const problemText = useProblemText();
  const [faults, setFaults] = useState<Partial<Record<MyField, string>>>({});
  const edit = useEdit({
    resource: helper,
    valuesOf,
    patchOf,
    send: ({ rev, patch }, opId) =>
      api.PATCH('/events/{event}/helpers/{helper}', {
        params: { path: { event, helper: helper.id }, header: { 'Idempotency-Key': opId, 'If-Match': ifMatch(rev) } },
        headers: { 'Content-Type': 'application/merge-patch+json' },
        body: patch,
      }),
    saved: (change) => {
      storeHelper(client, event, change.helper);
      show({ text: t('saved') });
      return change.helper;
    },
    latest: () => client.fetchQuery({ ...helperQuery(event, helper.id), staleTime: 0 }),
    onNothing: () => show({ text: t('nothingChanged') }),
    onFaults: (found) =>
      setFaults(Object.fromEntries(found.map(({ pointer }) => [pointer.split('/')[1] ?? '', t('faultValue')]))),
  });

  const submit = (submitting: FormEvent) => {
    submitting.preventDefault();
    const whole = datesAreWhole(edit.values);
    setFaults(whole ? {} : { absences: t('faultDates') });
    if (whole) edit.save();
  };

  const faulty = Object.keys(faults).length > 0;
  return (
    <>
      <form className={classes.form} onSubmit={submit} noValidate>
        <div className={classes.field}>
          <span className={classes.label}>{t('name')}</span>
          <span>{helper.name}</span>
          <span className={controls.hint}>{t('nameHint')}</span>
        </div>
        <MyDataFields values={edit.values} faults={faults} onChange={edit.setValues} />
        {edit.error !== null && !faulty && (
          <p role="alert" className={classes.fault}>
            {problemText(edit.error)}
          </p>
        )}
        <div className={classes.buttons}>
          <button type="submit" className={classes.primary} disabled={edit.busy}>
            {t('save')}
          </button>
        </div>
      </form>
      <MyConflict conflict={edit.conflict} />
    </>
  );
}

function MyConflict({ conflict }: { conflict: Parameters<typeof ConflictDialog<MyValues>>[0]['conflict'] }) {
  const t = useText();
  const labels = { phone: t('phone'), email: t('email'), wishedEveryWeeks: t('wish'), absences: t('absences') };
  const text = (field: MyField, values: MyValues) => {
    if (field === 'absences') {
      return values.absences
        .map(({ from, to }) => `${formatDate(from, 'year')} – ${formatDate(to, 'year')}`)
        .join(', ');
    }
    if (field !== 'wishedEveryWeeks') return values[field];
    return values.wishedEveryWeeks ? t('wishEvery', { count: Number(values.wishedEveryWeeks) }) : t('wishNone');
  };
  return <ConflictDialog conflict={conflict} label={(field) => labels[field]} text={text} />;
}
