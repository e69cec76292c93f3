import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { useNotices } from '@/components/notices';
import { Page } from '@/components/page';
import { useProblemText } from '@/components/use-problem-text';
import { isProblem } from '@/lib/api/problem';
import { repeatOf } from '@/lib/api/repeat';
import { useEventId } from '@/lib/current-event';
import { paths } from '@/lib/paths';
import { useCreateHelper } from './commands';
import { HelperForm } from './helper-form';
import { draftOf, faultsByField, faultsOf, noValues, type ValueFaults } from './helper-values';
import { NumberTaken } from './holder-link';
import { useText } from './locale';
import { parseParkrunId } from './parkrun-id';

/** A new helper; `?name=` fills the name in (from the board's search). */
export default function NewHelperPage() {
  const t = useText();
  const event = useEventId();
  const navigate = useNavigate();
  const show = useNotices();
  const problemText = useProblemText();
  const [search] = useSearchParams();
  const [values, setValues] = useState({ ...noValues, name: search.get('name') ?? '' });
  const [parkrunId, setParkrunId] = useState('');
  const [faults, setFaults] = useState<ValueFaults>({});
  const create = useCreateHelper(event, ({ helper }) => {
    show({ text: t('created', { name: helper.name }) });
    void navigate(paths.helper(event, helper.id), { replace: true });
  });
  const { error } = create;

  const submit = () => {
    const number = parseParkrunId(parkrunId);
    const found = faultsOf(values);
    if (parkrunId.trim() !== '' && number === undefined) found.parkrunId = 'faultValue';
    setFaults(found);
    if (Object.keys(found).length > 0) return;
    create.mutate(repeatOf(create, draftOf(values, number)), {
      onError: (problem) => {
        if (isProblem(problem)) setFaults(faultsByField(problem.faults));
      },
    });
  };

  const taken = isProblem(error, 'parkrunNumberTaken');
  const failure = () => {
    if (error === null || taken || Object.keys(faults).length > 0) return undefined;
    return isProblem(error, 'directoryFull') ? t('directoryFull') : problemText(error);
  };

  return (
    <Page title={t('newTitle')} actions={<Link to={paths.helpers(event)}>{t('back')}</Link>}>
      <HelperForm
        values={values}
        faults={faults}
        onChange={setValues}
        onSubmit={submit}
        submitLabel={t('create')}
        busy={create.isPending}
        failure={failure()}
      >
        <TextInput
          label={t('parkrunId')}
          description={t('parkrunIdHint')}
          maxLength={20}
          autoComplete="off"
          value={parkrunId}
          error={faults.parkrunId ? t('parkrunIdFault') : taken && <NumberTaken error={error} />}
          onChange={(change) => {
            setParkrunId(change.currentTarget.value);
            create.reset();
          }}
        />
      </HelperForm>
    </Page>
  );
}
