import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useNavigate } from 'react-router';
import { useNotices } from '@/components/notices';
import { Page } from '@/components/page';
import { useProblemText } from '@/components/use-problem-text';
import { api } from '@/lib/api/client';
import { isProblem } from '@/lib/api/problem';
import { repeatOf } from '@/lib/api/repeat';
import type { EventDraft, Series } from '@/lib/api/types';
import { useCommand } from '@/lib/api/use-command';
import { paths } from '@/lib/paths';
import { storeEvent } from '@/lib/queries/events';
import { meQuery } from '@/lib/queries/me';
import { draftOf, faultsByField, faultsOf, suggestedId, type DraftFaults, type DraftValues } from './event-draft';
import { useText } from './locale';
import classes from './new-event-page.module.css';

const browserZone = () => new Intl.DateTimeFormat().resolvedOptions().timeZone;

/** A further event, for administrators. Needs, special days and pairs come from the series and the country. */
export default function NewEventPage() {
  const t = useText();
  const client = useQueryClient();
  const navigate = useNavigate();
  const show = useNotices();
  const problemText = useProblemText();
  const [values, setValues] = useState<DraftValues>(() => ({
    name: '',
    id: '',
    series: '5k',
    country: 'DE',
    timeZone: browserZone(),
  }));
  const [ownId, setOwnId] = useState(false);
  const [faults, setFaults] = useState<DraftFaults>({});
  const create = useCommand({
    send: (body: EventDraft, opId) => api.POST('/events', { params: { header: { 'Idempotency-Key': opId } }, body }),
    onDone: ({ event }) => {
      storeEvent(client, event);
      show({ text: t('created', { name: event.name }) });
      // The event's screens show what the account may do there, so its new event must be known first.
      void client
        .fetchQuery({ ...meQuery(), staleTime: 0 })
        .finally(() => void navigate(paths.settings(event.id), { replace: true }));
    },
  });
  const taken = isProblem(create.error, 'alreadyExists');
  const fault = (field: keyof DraftValues) => {
    const code = faults[field];
    return code && t(code);
  };
  const submit = (submitting: FormEvent) => {
    submitting.preventDefault();
    const found = faultsOf(values);
    setFaults(found);
    if (Object.keys(found).length > 0) return;
    create.mutate(repeatOf(create, draftOf(values)), {
      onError: (error) => {
        if (isProblem(error)) setFaults(faultsByField(error.faults, values));
      },
    });
  };

  return (
    <Page title={t('title')} narrow>
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
            setValues({ ...values, name, ...(ownId ? {} : { id: suggestedId(name) }) });
          }}
        />
        <TextInput
          label={t('id')}
          description={t('idHint')}
          required
          maxLength={60}
          value={values.id}
          error={taken ? t('taken') : fault('id')}
          onChange={(change) => {
            setOwnId(true);
            setValues({ ...values, id: change.currentTarget.value });
            create.reset();
          }}
        />
        <NativeSelect
          label={t('series')}
          value={values.series}
          onChange={(change) => setValues({ ...values, series: change.currentTarget.value as Series })}
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
          onChange={(change) => setValues({ ...values, country: change.currentTarget.value.toUpperCase() })}
        />
        <TextInput
          label={t('timeZone')}
          required
          maxLength={64}
          value={values.timeZone}
          error={fault('timeZone')}
          onChange={(change) => setValues({ ...values, timeZone: change.currentTarget.value })}
        />
        {create.error !== null && !taken && Object.keys(faults).length === 0 && (
          <p role="alert" className={classes.fault}>
            {problemText(create.error)}
          </p>
        )}
        <Button type="submit" loading={create.isPending}>
          {t('create')}
        </Button>
      </form>
    </Page>
  );
}
