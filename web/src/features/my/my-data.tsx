import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useNotices } from '@/components/notices';
import { QueryView } from '@/components/states';
import { useProblemText } from '@/components/use-problem-text';
import { api } from '@/lib/api/client';
import { ifMatch } from '@/lib/api/if-match';
import { isProblem } from '@/lib/api/problem';
import { repeatOf } from '@/lib/api/repeat';
import type { Helper } from '@/lib/api/types';
import { useCommand } from '@/lib/api/use-command';
import { helperQuery, storeHelper } from '@/lib/queries/helpers';
import { useText } from './locale';
import { MyDataFields } from './my-data-fields';
import classes from './my-page.module.css';
import { datesAreWhole, differing, patchOf, valuesOf, type MyField, type MyValues } from './my-values';

export function MyData({ event, helper }: { event: string; helper: string }) {
  const t = useText();
  const query = useQuery(helperQuery(event, helper));
  return (
    <section className={classes.section}>
      <h2>{t('contact')}</h2>
      <p className={classes.muted}>{t('contactWhat')}</p>
      <QueryView query={query}>{(data) => <Form key={data.id} event={event} helper={data} />}</QueryView>
    </section>
  );
}

/** Somebody else's change meanwhile (412) leaves what was typed, and says what is saved now beside it. */
function Form({ event, helper }: { event: string; helper: Helper }) {
  const t = useText();
  const client = useQueryClient();
  const show = useNotices();
  const problemText = useProblemText();
  const [base, setBase] = useState(helper);
  const [values, setValues] = useState(() => valuesOf(helper));
  const [faults, setFaults] = useState<Partial<Record<MyField, string>>>({});
  const [meanwhile, setMeanwhile] = useState<MyValues>();

  const startFrom = (next: Helper) => {
    setBase(next);
    setValues(valuesOf(next));
    setMeanwhile(undefined);
  };
  if (helper.rev > base.rev && differing(values, valuesOf(base)).length === 0) startFrom(helper);

  const edit = useCommand({
    send: ({ rev, patch }: { rev: number; patch: NonNullable<ReturnType<typeof patchOf>> }, opId) =>
      api.PATCH('/events/{event}/helpers/{helper}', {
        params: { path: { event, helper: helper.id }, header: { 'Idempotency-Key': opId, 'If-Match': ifMatch(rev) } },
        headers: { 'Content-Type': 'application/merge-patch+json' },
        body: patch,
      }),
    onDone: (change) => {
      storeHelper(client, event, change.helper);
      startFrom(change.helper);
      show({ text: t('saved') });
    },
  });

  const stale = async () => {
    const latest = await client.fetchQuery({ ...helperQuery(event, helper.id), staleTime: 0 });
    const theirs = valuesOf(latest);
    const mine = differing(valuesOf(base), values);
    // What only they changed is taken over; what I typed stays.
    setValues({ ...theirs, ...Object.fromEntries(mine.map((field) => [field, values[field]])) });
    setBase(latest);
    setMeanwhile(theirs);
  };

  const submit = (submitting: FormEvent) => {
    submitting.preventDefault();
    setFaults(datesAreWhole(values) ? {} : { absences: t('faultDates') });
    if (!datesAreWhole(values)) return;
    const patch = patchOf(valuesOf(base), values);
    if (!patch) {
      show({ text: t('nothingChanged') });
      return;
    }
    edit.mutate(repeatOf(edit, { rev: base.rev, patch }), {
      onError: (error) => {
        if (!isProblem(error)) return;
        if (error.status === 412) void stale();
        else {
          const fields = error.faults.map(({ pointer }) => [pointer.split('/')[1] ?? '', t('faultValue')]);
          setFaults(Object.fromEntries(fields));
        }
      },
    });
  };

  const known = isProblem(edit.error) && (edit.error.status === 412 || edit.error.status === 400);
  return (
    <form className={classes.form} onSubmit={submit} noValidate>
      <div className={classes.field}>
        <span className={classes.label}>{t('name')}</span>
        <span>{helper.name}</span>
        <span className={classes.muted}>{t('nameHint')}</span>
      </div>
      <MyDataFields values={values} faults={faults} savedNow={meanwhile} onChange={setValues} />
      {meanwhile && (
        <p role="alert" className={classes.fault}>
          {t('meanwhile')}
        </p>
      )}
      {edit.error !== null && !known && (
        <p role="alert" className={classes.fault}>
          {problemText(edit.error)}
        </p>
      )}
      <div className={classes.buttons}>
        <button type="submit" className={classes.primary} disabled={edit.isPending}>
          {t('save')}
        </button>
      </div>
    </form>
  );
}
