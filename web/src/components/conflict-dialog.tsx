import { Button } from '@mantine/core';
import { useState } from 'react';
import type { EditConflict } from '@/lib/use-edit';
import { Choice } from './choice';
import classes from './conflict-dialog.module.css';
import { Dialog, DialogActions } from './dialog';
import { useText } from './locale';

/** Two people changed the same values: theirs beside mine, one choice for each. `text` gives a value in words. */
export function ConflictDialog<Values extends object>(props: {
  conflict: EditConflict<Values> | undefined;
  label: (field: keyof Values & string) => string;
  text: (field: keyof Values & string, values: Values) => string;
}) {
  const { conflict } = props;
  // Mounted anew for each conflict, so that no choice of an earlier one stays.
  return conflict && <Opened {...props} conflict={conflict} />;
}

function Opened<Values extends object>(props: {
  conflict: EditConflict<Values>;
  label: (field: keyof Values & string) => string;
  text: (field: keyof Values & string, values: Values) => string;
}) {
  const { conflict, label, text } = props;
  const { fields, mine, theirs, choose, dismiss } = conflict;
  const t = useText();
  const [useTheirs, setUseTheirs] = useState<(keyof Values & string)[]>([]);
  return (
    <Dialog title={t('editConflict')} opened onClose={dismiss} wide>
      <p>{t('editConflictWhat')}</p>
      {fields.map((field) => (
        <div key={field} className={classes.field}>
          <Choice
            legend={label(field)}
            value={useTheirs.includes(field) ? 'theirs' : 'mine'}
            onChange={(which) =>
              setUseTheirs((before) => [
                ...before.filter((each) => each !== field),
                ...(which === 'theirs' ? [field] : []),
              ])
            }
            options={[
              { value: 'mine', label: t('editMine', { value: text(field, mine) || t('emptyValue') }) },
              { value: 'theirs', label: t('editTheirs', { value: text(field, theirs) || t('emptyValue') }) },
            ]}
          />
        </div>
      ))}
      <DialogActions>
        <Button variant="default" onClick={dismiss}>
          {t('cancel')}
        </Button>
        <Button onClick={() => choose(useTheirs)}>{t('editSave')}</Button>
      </DialogActions>
    </Dialog>
  );
}
