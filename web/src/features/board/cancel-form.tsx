import { Button } from '@mantine/core';
import { useState } from 'react';
import controls from '@/components/controls.module.css';
import { DialogActions } from '@/components/dialog';
import type { CancelReason, Schedule } from '@/lib/api/types';
import classes from './date-dialog.module.css';
import { useText } from './locale';

const reasons: readonly CancelReason[] = [
  'weather',
  'flooding',
  'lightning',
  'otherEvent',
  'noAed',
  'tooFewHelpers',
  'other',
];
const longestText = 300;

export function CancelForm(props: {
  day: string;
  busy: boolean;
  onBack: () => void;
  onCancel: (given: NonNullable<Schedule['reason']>) => void;
}) {
  const { day, busy, onBack, onCancel } = props;
  const t = useText();
  const [reason, setReason] = useState<CancelReason>('weather');
  const [text, setText] = useState('');
  return (
    <form
      className={classes.content}
      onSubmit={(submit) => {
        submit.preventDefault();
        onCancel({ reason, ...(text.trim() ? { text: text.trim() } : {}) });
      }}
    >
      <p className={controls.hint}>{t('cancelHint')}</p>
      <label className={classes.label}>
        {t('cancelReason')}
        <select
          className={classes.select}
          value={reason}
          onChange={(change) => setReason(change.target.value as CancelReason)}
        >
          {reasons.map((each) => (
            <option key={each} value={each}>
              {t(`why-${each}`)}
            </option>
          ))}
        </select>
      </label>
      <label className={classes.label}>
        {t('cancelText')}
        <textarea
          className={classes.text}
          maxLength={longestText}
          value={text}
          onChange={(change) => setText(change.target.value)}
        />
      </label>
      <DialogActions>
        <Button variant="default" onClick={onBack}>
          {t('keepDate')}
        </Button>
        <Button type="submit" loading={busy}>
          {t('cancelConfirm', { date: day })}
        </Button>
      </DialogActions>
    </form>
  );
}
