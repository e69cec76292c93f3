import { NativeSelect } from '@mantine/core';
import { Icon } from './icon';
import type { Need, Series } from '@/lib/api/types';
import { focusNeighbour } from '@/lib/focus';
import { useRoleNames } from '@/lib/queries/roles';
import { useText } from './locale';
import controls from './controls.module.css';
import classes from './needs-field.module.css';

const mostSlots = 60;

/** How many slots of each role a date needs, and how many are preferred besides. */
export function NeedsField(props: {
  series: Series;
  value: readonly Need[];
  fault: string | undefined;
  onChange: (next: Need[]) => void;
}) {
  const { series, value, fault, onChange } = props;
  const t = useText();
  const { known, role } = useRoleNames();
  const free = known.filter((each) => each.series.includes(series) && !value.some((need) => need.role === each.id));
  const change = (id: string, part: Partial<Need>) =>
    onChange(value.map((each) => (each.role === id ? { ...each, ...part } : each)));
  return (
    <section className={classes.section}>
      <h2>{t('needs')}</h2>
      <p className={controls.hint}>{t('needsHint')}</p>
      <table className={classes.needs}>
        <thead>
          <tr>
            <th scope="col">{t('role')}</th>
            <th scope="col">{t('need')}</th>
            <th scope="col">{t('prefer')}</th>
            <td />
          </tr>
        </thead>
        <tbody>
          {value.map(({ role: id, need, prefer }) => (
            <tr key={id}>
              <th scope="row">{role(id)}</th>
              <td>
                <Count
                  label={t('needOf', { role: role(id) })}
                  value={need}
                  onChange={(next) => change(id, { need: next })}
                />
              </td>
              <td>
                <Count
                  label={t('preferOf', { role: role(id) })}
                  value={prefer}
                  onChange={(next) => change(id, { prefer: next })}
                />
              </td>
              <td>
                <button
                  type="button"
                  className={controls.plain}
                  aria-label={t('removeNeed', { role: role(id) })}
                  onClick={({ currentTarget }) => {
                    const row = currentTarget.closest('tr');
                    focusNeighbour(row, row?.closest('section')?.querySelector('select'));
                    onChange(value.filter((each) => each.role !== id));
                  }}
                >
                  <Icon name="close" />
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {fault && <p className={controls.fault}>{fault}</p>}
      <NativeSelect
        aria-label={t('addNeed')}
        value=""
        onChange={(event) =>
          event.currentTarget.value && onChange([...value, { role: event.currentTarget.value, need: 1, prefer: 0 }])
        }
        data={[{ value: '', label: t('addNeed') }, ...free.map(({ id }) => ({ value: id, label: role(id) }))]}
      />
    </section>
  );
}

function Count({ label, value, onChange }: { label: string; value: number; onChange: (next: number) => void }) {
  return (
    <input
      type="number"
      className={classes.count}
      aria-label={label}
      min={0}
      max={mostSlots}
      value={value}
      onChange={(event) => {
        const next = Math.trunc(Number(event.currentTarget.value));
        if (next >= 0 && next <= mostSlots) onChange(next);
      }}
    />
  );
}
