import { NativeSelect } from '@mantine/core';
import { Icon } from '@/components/icon';
import { focusNeighbour } from '@/lib/focus';
import { useRoleNames } from '@/lib/queries/roles';
import controls from '@/components/controls.module.css';
import classes from './helper-form.module.css';
import { useText } from './locale';

/** A set of roles: each chosen one as a chip that removes it, and a list to add another. */
export function RolesField(props: {
  label: string;
  value: readonly string[];
  /** Roles that stand elsewhere and cannot be chosen here. */
  taken: readonly string[];
  onChange: (next: string[]) => void;
}) {
  const { label, value, taken, onChange } = props;
  const t = useText();
  const { known, role } = useRoleNames();
  const free = known.filter(({ id }) => !value.includes(id) && !taken.includes(id));
  return (
    <fieldset className={classes.set}>
      <legend className={controls.legend}>{label}</legend>
      {value.length > 0 && (
        <ul className={classes.chips}>
          {value.map((id) => (
            <li key={id} className={classes.chip}>
              {role(id)}
              <button
                type="button"
                className={controls.plain}
                aria-label={t('removeRole', { role: role(id) })}
                onClick={({ currentTarget: { parentElement: chip } }) => {
                  focusNeighbour(chip, chip?.closest('fieldset')?.querySelector('select'));
                  onChange(value.filter((each) => each !== id));
                }}
              >
                <Icon name="close" />
              </button>
            </li>
          ))}
        </ul>
      )}
      <NativeSelect
        aria-label={`${label}: ${t('addRole')}`}
        value=""
        onChange={(event) => event.currentTarget.value && onChange([...value, event.currentTarget.value])}
        data={[{ value: '', label: t('addRole') }, ...free.map(({ id }) => ({ value: id, label: role(id) }))]}
      />
    </fieldset>
  );
}
