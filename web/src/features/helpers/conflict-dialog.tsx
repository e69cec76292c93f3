import { Button, Radio } from '@mantine/core';
import { useState } from 'react';
import { Dialog, DialogActions } from '@/components/dialog';
import { formatDate } from '@/lib/dates';
import { useRoleNames } from '@/lib/queries/roles';
import classes from './conflict-dialog.module.css';
import type { HelperField, HelperValues } from './helper-values';
import { useText } from './locale';
import { useHelperWords } from './use-helper-words';

const labels = {
  name: 'name',
  phone: 'phone',
  email: 'email',
  notes: 'notes',
  ageBand: 'ageBand',
  wishedEveryWeeks: 'wish',
  levels: 'levels',
  prefers: 'prefers',
  avoids: 'avoids',
  absences: 'absences',
  contact: 'consentContact',
  phoneToTeam: 'consentPhone',
} as const satisfies Record<HelperField, string>;

/** Two people changed the same values: theirs beside mine, one choice for each. */
export function ConflictDialog(props: {
  fields: readonly HelperField[];
  mine: HelperValues;
  theirs: HelperValues;
  onClose: () => void;
  /** Told the fields of which the saved values count. */
  onChoose: (useTheirs: HelperField[]) => void;
}) {
  const { fields, mine, theirs, onClose, onChoose } = props;
  const t = useText();
  const text = useValueText();
  const [useTheirs, setUseTheirs] = useState<HelperField[]>([]);
  const choose = (field: HelperField, which: string) =>
    setUseTheirs((before) => [...before.filter((each) => each !== field), ...(which === 'theirs' ? [field] : [])]);

  return (
    <Dialog title={t('conflictTitle')} opened onClose={onClose} wide>
      <p>{t('conflictWhat')}</p>
      {fields.map((field) => (
        <Radio.Group
          key={field}
          className={classes.field}
          label={t(labels[field])}
          value={useTheirs.includes(field) ? 'theirs' : 'mine'}
          onChange={(which) => choose(field, which)}
        >
          <div className={classes.pair}>
            <Radio value="mine" label={`${t('conflictMine')}: ${text(field, mine)}`} />
            <Radio value="theirs" label={`${t('conflictTheirs')}: ${text(field, theirs)}`} />
          </div>
        </Radio.Group>
      ))}
      <DialogActions>
        <Button variant="default" onClick={onClose}>
          {t('cancel')}
        </Button>
        <Button onClick={() => onChoose(useTheirs)}>{t('conflictSave')}</Button>
      </DialogActions>
    </Dialog>
  );
}

/** A value of the form as one line. */
function useValueText() {
  const t = useText();
  const names = useRoleNames();
  const words = useHelperWords(undefined);
  const ages = { under11: t('ageUnder11'), from11to17: t('ageFrom11to17'), adult: t('ageAdult'), '': t('ageUnknown') };
  return (field: HelperField, values: HelperValues): string => {
    switch (field) {
      case 'ageBand':
        return ages[values.ageBand];
      case 'wishedEveryWeeks':
        return values.wishedEveryWeeks ? t('wishEvery', { count: Number(values.wishedEveryWeeks) }) : t('wishNone');
      case 'levels':
        return (
          values.levels.map(({ role, level }) => `${names.role(role)} ${words.level(level)}`).join(', ') ||
          t('emptyValue')
        );
      case 'prefers':
      case 'avoids':
        return values[field].map(names.role).join(', ') || t('emptyValue');
      case 'absences':
        return (
          values.absences
            .map(({ from, to }) => t('period', { from: formatDate(from), to: formatDate(to) }))
            .join(', ') || t('emptyValue')
        );
      case 'contact':
      case 'phoneToTeam':
        return values[field] ? t('yes') : t('no');
      default:
        return values[field] || t('emptyValue');
    }
  };
}
