import { Button, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { Dialog, DialogActions } from '@/components/dialog';
import { useNotices } from '@/components/notices';
import { useProblemText } from '@/components/use-problem-text';
import { isProblem } from '@/lib/api/problem';
import { repeatOf } from '@/lib/api/repeat';
import { useChangeNumber } from './commands';
import type { Helper } from './helper-values';
import { NumberTaken } from './holder-link';
import { useText } from './locale';
import { formatParkrunId, parseParkrunId } from './parkrun-id';
import { helperQuery } from '@/lib/queries/helpers';

/** The parkrun ID, which changes only by a command of its own. */
export function NumberField({ event, helper }: { event: string; helper: Helper }) {
  const t = useText();
  const [opened, setOpened] = useState(false);
  const known = helper.parkrunNumber;
  return (
    <section>
      <h2>{t('parkrunId')}</h2>
      <p>{known === undefined ? t('noNumber') : formatParkrunId(known)}</p>
      <Button variant="default" onClick={() => setOpened(true)}>
        {known === undefined ? t('addNumber') : t('changeNumber')}
      </Button>
      {opened && <NumberDialog event={event} helper={helper} onClose={() => setOpened(false)} />}
    </section>
  );
}

function NumberDialog({ event, helper, onClose }: { event: string; helper: Helper; onClose: () => void }) {
  const t = useText();
  const show = useNotices();
  const client = useQueryClient();
  const problemText = useProblemText();
  const known = helper.parkrunNumber ?? null;
  const [typed, setTyped] = useState(known === null ? '' : formatParkrunId(known));
  const [faulty, setFaulty] = useState(false);
  const change = useChangeNumber(event, helper.id, () => {
    show({ text: t('numberSaved') });
    onClose();
  });
  const { error } = change;

  const submit = (submitting: FormEvent) => {
    submitting.preventDefault();
    const number = typed.trim() === '' ? null : parseParkrunId(typed);
    setFaulty(number === undefined);
    if (number === undefined) return;
    if (number === known) {
      onClose();
      return;
    }
    change.mutate(repeatOf(change, { number, expect: known }), {
      onError: (problem) => {
        if (isProblem(problem, 'parkrunNumberChanged')) {
          void client.invalidateQueries({ queryKey: helperQuery(event, helper.id).queryKey });
        }
      },
    });
  };

  const fault = () => {
    if (faulty) return t('parkrunIdFault');
    if (error === null) return undefined;
    if (isProblem(error, 'parkrunNumberTaken')) return <NumberTaken error={error} />;
    if (isProblem(error, 'parkrunNumberChanged')) {
      return known === null ? t('numberChangedNone') : t('numberChanged', { id: formatParkrunId(known) });
    }
    return problemText(error);
  };

  return (
    <Dialog title={known === null ? t('addNumber') : t('changeNumber')} opened onClose={onClose}>
      <form onSubmit={submit} noValidate>
        <TextInput
          data-autofocus
          label={t('parkrunId')}
          description={t('parkrunIdHint')}
          maxLength={20}
          autoComplete="off"
          value={typed}
          error={fault()}
          onChange={(typing) => {
            setTyped(typing.currentTarget.value);
            setFaulty(false);
          }}
        />
        <DialogActions>
          <Button variant="default" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button type="submit" loading={change.isPending}>
            {t('save')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
