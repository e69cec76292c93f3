import controls from '@/components/controls.module.css';
import { RowsField } from '@/components/rows-field';
import { useRoleNames } from '@/lib/queries/roles';
import { useText } from './locale';
import type { SettingsValues } from './settings-values';

type Pairs = SettingsValues['allowedPairs'];

/** Two roles during the event that one helper may have on one date. */
export function PairsField(props: { value: Pairs; fault: string | undefined; onChange: (next: Pairs) => void }) {
  const { value, fault, onChange } = props;
  const t = useText();
  const { known, role } = useRoleNames();
  // Only roles at the same time exclude each other; the others need no pair.
  const clashing = known.filter(({ phase }) => phase === 'during');
  const choice = (chosen: string, label: string, choose: (role: string) => void) => {
    const roles = clashing.some(({ id }) => id === chosen)
      ? clashing
      : known.filter(({ id }) => id === chosen).concat(clashing);
    return (
      <select
        className={controls.input}
        aria-label={label}
        value={chosen}
        onChange={(event) => choose(event.currentTarget.value)}
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
    <RowsField
      legend={t('pairs')}
      heading
      hint={t('pairsHint')}
      rows={value}
      empty={{ first: '', second: '' }}
      addLabel={t('addPair')}
      removeLabel={(at) => t('removePair', { number: at + 1 })}
      fault={fault}
      shape="two"
      onChange={onChange}
    >
      {({ first, second }, change, at) => (
        <>
          {choice(first, t('firstOf', { number: at + 1 }), (chosen) => change({ first: chosen }))}
          {choice(second, t('secondOf', { number: at + 1 }), (chosen) => change({ second: chosen }))}
        </>
      )}
    </RowsField>
  );
}
