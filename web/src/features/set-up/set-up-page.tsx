import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Page } from '@/components/page';
import { QueryView } from '@/components/states';
import { useProblemText } from '@/components/use-problem-text';
import { api } from '@/lib/api/client';
import { isProblem } from '@/lib/api/problem';
import { repeatOf } from '@/lib/api/repeat';
import type { EventDefaults, EventDraft } from '@/lib/api/types';
import { useCommand } from '@/lib/api/use-command';
import { storeEvent } from '@/lib/queries/events';
import { meQuery } from '@/lib/queries/me';
import { rolesQuery } from '@/lib/queries/roles';
import {
  draftOf,
  faultsByField,
  suggestedPlan,
  type DraftFaults,
  type DraftValues,
  type PlanValues,
} from './event-draft';
import { EventStep } from './event-step';
import { HelpersStep } from './helpers-step';
import { useText } from './locale';
import { PlanStep } from './plan-step';
import classes from './set-up-page.module.css';

/** Sets up an event, the first one or a further one: which, its needs, its helpers. For administrators. */
export default function SetUpPage() {
  const t = useText();
  const roles = useQuery(rolesQuery());
  return (
    <Page title={t('title')} narrow>
      <QueryView query={roles}>{({ defaults }) => <SetUp defaults={defaults} />}</QueryView>
    </Page>
  );
}

const steps = ['event', 'plan', 'helpers'] as const;
type Step = (typeof steps)[number];

const firstValues = (): DraftValues => ({
  name: '',
  id: '',
  series: '5k',
  country: 'DE',
  timeZone: new Intl.DateTimeFormat().resolvedOptions().timeZone,
  startTime: '09:00',
});

function SetUp({ defaults }: { defaults: EventDefaults }) {
  const t = useText();
  const client = useQueryClient();
  const problemText = useProblemText();
  const [step, setStep] = useState<Step>('event');
  const [values, setValues] = useState(firstValues);
  const [faults, setFaults] = useState<DraftFaults>({});
  const [plan, setPlan] = useState<PlanValues | null>(null);
  const create = useCommand({
    send: (body: EventDraft, opId) => api.POST('/events', { params: { header: { 'Idempotency-Key': opId } }, body }),
    onDone: async ({ event }) => {
      storeEvent(client, event);
      // The event's screens show what the account may do there, so its new event must be known first.
      await client.fetchQuery({ ...meQuery(), staleTime: 0 }).catch(() => undefined);
      setStep('helpers');
    },
  });
  // What is suggested follows series and country; what somebody set stays.
  const shownPlan = plan ?? suggestedPlan(defaults, values);

  const change = (next: DraftValues) => {
    setValues(next);
    create.reset();
  };
  const send = () =>
    create.mutate(repeatOf(create, draftOf(values, shownPlan)), {
      onError: (error) => {
        if (!isProblem(error)) return;
        const found =
          error.code === 'alreadyExists' ? { id: 'faultTaken' as const } : faultsByField(error.faults, values);
        setFaults(found);
        if (Object.keys(found).length > 0) setStep('event');
      },
    });

  return (
    <>
      <ol className={classes.steps}>
        {steps.map((each, at) => (
          <li key={each} aria-current={each === step ? 'step' : undefined}>
            {at + 1}. {t(`step-${each}`)}
          </li>
        ))}
      </ol>
      {step === 'event' && (
        <EventStep
          values={values}
          faults={faults}
          onChange={change}
          onFaults={setFaults}
          onDone={() => setStep('plan')}
        />
      )}
      {step === 'plan' && (
        <PlanStep
          series={values.series}
          plan={shownPlan}
          busy={create.isPending}
          problem={create.error ? problemText(create.error) : undefined}
          onChange={setPlan}
          onBack={() => setStep('event')}
          onDone={send}
        />
      )}
      {step === 'helpers' && create.data && <HelpersStep event={create.data.event.id} name={create.data.event.name} />}
    </>
  );
}
