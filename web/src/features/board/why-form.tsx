import { Button } from '@mantine/core';
import { useState, type KeyboardEvent } from 'react';
import { Icon } from '@/components/icon';
import classes from './assign-panel.module.css';
import { useText } from './locale';

const longestReason = 200;

/** A warning is accepted with a reason, inline and without another dialog. */
export function WhyForm(props: {
  warning: string;
  question: string;
  onBack: () => void;
  onGiven: (reason: string) => void;
}) {
  const { warning, question, onBack, onGiven } = props;
  const t = useText();
  const [reason, setReason] = useState('');
  const given = reason.trim();
  const onKeyDown = (press: KeyboardEvent) => {
    if (press.key !== 'Escape') return;
    press.preventDefault();
    press.stopPropagation();
    onBack();
  };
  return (
    <form
      className={classes.panel}
      onKeyDown={onKeyDown}
      onSubmit={(submit) => {
        submit.preventDefault();
        if (given) onGiven(given);
      }}
    >
      <p className={classes.warning}>
        <Icon name="warning" /> {warning}
      </p>
      <label className={classes.label}>
        {question}
        <input
          className={classes.input}
          type="text"
          maxLength={longestReason}
          required
          autoFocus
          value={reason}
          onChange={(change) => setReason(change.target.value)}
        />
      </label>
      <div className={classes.buttons}>
        <Button variant="default" onClick={onBack}>
          {t('back')}
        </Button>
        <Button type="submit">{t('assignAnyway')}</Button>
      </div>
    </form>
  );
}
