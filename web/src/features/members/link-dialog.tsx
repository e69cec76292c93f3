import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Dialog, DialogActions } from '@/components/dialog';
import { formatInstant } from '@/lib/dates';
import { useText } from './locale';
import classes from './members-page.module.css';

/** A one-time link, shown once, with a button that copies it. */
export function LinkDialog(props: {
  title: string;
  link: string;
  expiresAt: string;
  timeZone: string;
  onClose: () => void;
}) {
  const { title, link, expiresAt, timeZone, onClose } = props;
  const t = useText();
  const [copied, setCopied] = useState<boolean>();
  const copy = () =>
    navigator.clipboard.writeText(link).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  return (
    <Dialog title={title} opened onClose={onClose} wide>
      <p>{t('linkOnce', { date: formatInstant(expiresAt, timeZone) })}</p>
      <TextInput label={t('theLink')} readOnly value={link} onFocus={(event) => event.currentTarget.select()} />
      <p role="status" className={classes.hint}>
        {copied !== undefined && (copied ? t('copied') : t('copyFailed'))}
      </p>
      <DialogActions>
        <Button variant="default" onClick={onClose}>
          {t('done')}
        </Button>
        <Button data-autofocus onClick={() => void copy()}>
          {t('copy')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
