import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ConflictDialog } from '@/components/conflict-dialog';
import { useNotices } from '@/components/notices';
import { useProblemText } from '@/components/use-problem-text';
import { helperQuery, storeHelper } from '@/lib/queries/helpers';
import { useEdit } from '@/lib/use-edit';
import { sendHelperEdit } from './commands';
import { HelperForm } from './helper-form';
import { faultsByField, faultsOf, patchOf, valuesOf, type Helper, type ValueFaults } from './helper-values';
import { useText } from './locale';
import { useValueText } from './value-text';

/** The form of a helper who is in the directory. */
export function HelperEditor({ event, helper }: { event: string; helper: Helper }) {
  const t = useText();
  const show = useNotices();
  const client = useQueryClient();
  const problemText = useProblemText();
  const { label, text } = useValueText();
  const [faults, setFaults] = useState<ValueFaults>({});
  const edit = useEdit({
    resource: helper,
    valuesOf,
    patchOf,
    send: sendHelperEdit(event, helper.id),
    saved: (change) => {
      storeHelper(client, event, change.helper);
      show({ text: t('saved', { name: change.helper.name }) });
      return change.helper;
    },
    latest: () => client.fetchQuery({ ...helperQuery(event, helper.id), staleTime: 0 }),
    onNothing: () => show({ text: t('nothingChanged') }),
    onFaults: (found) => setFaults(faultsByField(found)),
  });

  const submit = () => {
    const found = faultsOf(edit.values);
    setFaults(found);
    if (Object.keys(found).length === 0) edit.save();
  };

  const failure = edit.error === null || Object.keys(faults).length > 0 ? undefined : problemText(edit.error);
  return (
    <>
      <HelperForm
        values={edit.values}
        faults={faults}
        onChange={edit.setValues}
        onSubmit={submit}
        submitLabel={t('save')}
        busy={edit.busy}
        failure={failure}
      />
      <ConflictDialog conflict={edit.conflict} label={label} text={text} />
    </>
  );
}
