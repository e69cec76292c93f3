import { Button } from '@mantine/core';
import { Icon } from '@/components/icon';
import { useRoleNames } from '@/lib/queries/roles';
import { useText } from './locale';
import classes from './settings-page.module.css';
import type { SettingsValues } from './settings-values';

type Pairs = SettingsValues['allowedPairs'];

/** Two roles during the event that one helper may have on one date. */
export function PairsField({
  value,
  fault,
  onChange,
}: {
  value: Pairs;
  fault: string | undefined;
  onChange: (next: Pairs) => void;
}) {
  const t = useText();
  const { known, role } = useRoleNames();
  // Only roles at the same time exclude each other; the others need no pair.
  const clashing = known.filter(({ phase }) => phase === 'during');
  const change = (at: number, part: Partial<Pairs[number]>) =>
    onChange(value.map((each, index) => (index === at ? { ...each, ...part } : each)));
  const choice = (at: number, side: 'first' | 'second', label: string) => {
    const chosen = value[at]?.[side] ?? '';
    const roles = clashing.some(({ id }) => id === chosen)
      ? clashing
      : known.filter(({ id }) => id === chosen).concat(clashing);
    return (
      <select
        className={classes.input}
        aria-label={label}
        value={chosen}
        onChange={(event) => change(at, { [side]: event.currentTarget.value })}
      >
        {chosen === '' && <option value="">{t('chooseRole')}</option>}
        {roles.map(({ id }) => (
          <option key={id} value={id}>
            {role(id)}
          </option>
        ))}
      </select>
    );
  };
  return (
    <section className={classes.section}>
      <h2>{t('pairs')}</h2>
      <p className={classes.muted}>{t('pairsHint')}</p>
      {value.map((_, at) => (
        <div key={at} className={classes.pair}>
          {choice(at, 'first', t('firstOf', { number: at + 1 }))}
          {choice(at, 'second', t('secondOf', { number: at + 1 }))}
          <button
            type="button"
            className={classes.remove}
            aria-label={t('removePair', { number: at + 1 })}
            onClick={() => onChange(value.filter((__, index) => index !== at))}
          >
            <Icon name="close" />
          </button>
        </div>
      ))}
      {fault && <p className={classes.fault}>{fault}</p>}
      <Button
        variant="default"
        leftSection={<Icon name="add" />}
        onClick={() => onChange([...value, { first: '', second: '' }])}
      >
        {t('addPair')}
      </Button>
    </section>
  );
}
