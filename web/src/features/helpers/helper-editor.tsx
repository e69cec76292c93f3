import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNotices } from '@/components/notices';
import { useProblemText } from '@/components/use-problem-text';
import { isProblem } from '@/lib/api/problem';
import { repeatOf } from '@/lib/api/repeat';
import { useEditHelper } from './commands';
import { ConflictDialog } from './conflict-dialog';
import { HelperForm } from './helper-form';
import {
  collisions,
  faultsByField,
  faultsOf,
  merged,
  patchOf,
  sameValue,
  valuesOf,
  type Helper,
  type HelperField,
  type ValueFaults,
} from './helper-values';
import { useText } from './locale';
import { helperQuery } from '@/lib/queries/helpers';

interface Conflict {
  theirs: Helper;
  fields: HelperField[];
}

/**
 * The form of a helper. What somebody else saved meanwhile is taken over silently where it touches other values; where
 * both changed one, both stand side by side and the person chooses.
 */
export function HelperEditor({ event, helper }: { event: string; helper: Helper }) {
  const t = useText();
  const show = useNotices();
  const client = useQueryClient();
  const problemText = useProblemText();
  const [base, setBase] = useState(helper);
  const [values, setValues] = useState(() => valuesOf(helper));
  const [faults, setFaults] = useState<ValueFaults>({});
  const [conflict, setConflict] = useState<Conflict>();
  const before = valuesOf(base);

  const startFrom = (next: Helper) => {
    setBase(next);
    setValues(valuesOf(next));
  };
  if (helper.rev > base.rev && sameValue(values, before)) startFrom(helper);

  const edit = useEditHelper(event, helper.id, (change) => {
    startFrom(change.helper);
    show({ text: t('saved', { name: change.helper.name }) });
  });

  /** Saves what differs from `latest`; two changes of one value are asked first. */
  const save = (latest: Helper, useTheirs?: readonly HelperField[]) => {
    const theirs = valuesOf(latest);
    const fields = collisions(before, values, theirs);
    if (fields.length > 0 && useTheirs === undefined) {
      setConflict({ theirs: latest, fields });
      return;
    }
    setConflict(undefined);
    const patch = patchOf(theirs, merged(before, values, theirs, useTheirs));
    if (patch === undefined) {
      startFrom(latest);
      show({ text: t('nothingChanged') });
      return;
    }
    edit.mutate(repeatOf(edit, { rev: latest.rev, patch }), {
      onError: (error) => {
        if (isProblem(error) && error.status === 412) void askAgain(latest.rev);
        else if (isProblem(error)) setFaults(faultsByField(error.faults));
      },
    });
  };

  const askAgain = async (staleRev: number) => {
    const latest = await client.fetchQuery({ ...helperQuery(event, helper.id), staleTime: 0 });
    if (latest.rev > staleRev) save(latest);
  };

  const submit = () => {
    const found = faultsOf(values);
    setFaults(found);
    if (Object.keys(found).length === 0) save(helper.rev > base.rev ? helper : base);
  };

  const stale = isProblem(edit.error) && edit.error.status === 412;
  const failure = edit.error === null || stale || Object.keys(faults).length > 0 ? undefined : problemText(edit.error);
  return (
    <>
      <HelperForm
        values={values}
        faults={faults}
        onChange={setValues}
        onSubmit={submit}
        submitLabel={t('save')}
        busy={edit.isPending}
        failure={failure}
      />
      {conflict && (
        <ConflictDialog
          fields={conflict.fields}
          mine={values}
          theirs={valuesOf(conflict.theirs)}
          onClose={() => setConflict(undefined)}
          onChoose={(useTheirs) => save(conflict.theirs, useTheirs)}
        />
      )}
    </>
  );
}
