import { Button, NativeSelect, TextInput } from '@mantine/core';
import { Icon } from '@/components/icon';
import { useRoleNames } from '@/lib/queries/roles';
import classes from './helper-form.module.css';
import type { HelperValues, Level } from './helper-values';
import { useText } from './locale';

type Levels = HelperValues['levels'];

/** What somebody may do: one row for each role, with the day until which it holds. */
export function LevelsField({
  value,
  error,
  onChange,
}: {
  value: Levels;
  error?: string;
  onChange: (next: Levels) => void;
}) {
  const t = useText();
  const { known, role } = useRoleNames();
  const change = (at: number, part: Partial<Levels[number]>) =>
    onChange(value.map((each, index) => (index === at ? { ...each, ...part } : each)));
  const free = (own: string) => known.filter(({ id }) => id === own || !value.some((each) => each.role === id));

  return (
    <fieldset className={classes.group}>
      <legend>{t('levels')}</legend>
      {value.map((each, at) => (
        <div key={at} className={classes.levelRow}>
          <NativeSelect
            aria-label={t('levelRole', { number: at + 1 })}
            value={each.role}
            onChange={(event) => change(at, { role: event.currentTarget.value })}
            data={[
              ...(each.role === '' ? [{ value: '', label: t('chooseRole') }] : []),
              ...free(each.role).map(({ id }) => ({ value: id, label: role(id) })),
            ]}
          />
          <NativeSelect
            aria-label={t('levelOf', { number: at + 1 })}
            value={each.level}
            onChange={(event) => change(at, { level: event.currentTarget.value as Level })}
            data={[
              { value: 'training', label: t('levelTraining') },
              { value: 'signedOff', label: t('levelSignedOff') },
              { value: 'trainer', label: t('levelTrainer') },
            ]}
          />
          <TextInput
            type="date"
            aria-label={t('levelExpires', { number: at + 1 })}
            title={t('expires')}
            value={each.expires}
            onChange={(event) => change(at, { expires: event.currentTarget.value })}
          />
          <button
            type="button"
            className={classes.remove}
            aria-label={t('removeLevel', { number: at + 1 })}
            onClick={() => onChange(value.filter((_, index) => index !== at))}
          >
            <Icon name="close" />
          </button>
        </div>
      ))}
      {error && <p className={classes.fault}>{error}</p>}
      <Button
        variant="default"
        leftSection={<Icon name="add" />}
        onClick={() => onChange([...value, { role: '', level: 'training', expires: '' }])}
      >
        {t('addLevel')}
      </Button>
    </fieldset>
  );
}
