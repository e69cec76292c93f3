import { NativeSelect } from '@mantine/core';
import { DateField } from '@/components/date-field';
import { RowsField } from '@/components/rows-field';
import { useRoleNames } from '@/lib/queries/roles';
import type { HelperValues, Level } from './helper-values';
import { useText } from './locale';

type Levels = HelperValues['levels'];

/** What somebody may do: one row for each role, with the day until which it holds. */
export function LevelsField(props: { value: Levels; fault: string | undefined; onChange: (next: Levels) => void }) {
  const { value, fault, onChange } = props;
  const t = useText();
  const { known, role } = useRoleNames();
  const free = (own: string) => known.filter(({ id }) => id === own || !value.some((each) => each.role === id));

  return (
    <RowsField
      legend={t('levels')}
      rows={value}
      empty={{ role: '', level: 'training', expires: '' }}
      addLabel={t('addLevel')}
      removeLabel={(at) => t('removeLevel', { number: at + 1 })}
      fault={fault}
      shape="three"
      onChange={onChange}
    >
      {(each, change, at) => (
        <>
          <NativeSelect
            aria-label={t('levelRole', { number: at + 1 })}
            value={each.role}
            onChange={(event) => change({ role: event.currentTarget.value })}
            data={[
              ...(each.role === '' ? [{ value: '', label: t('chooseRole') }] : []),
              ...free(each.role).map(({ id }) => ({ value: id, label: role(id) })),
            ]}
          />
          <NativeSelect
            aria-label={t('levelOf', { number: at + 1 })}
            value={each.level}
            onChange={(event) => change({ level: event.currentTarget.value as Level })}
            data={[
              { value: 'training', label: t('levelTraining') },
              { value: 'signedOff', label: t('levelSignedOff') },
              { value: 'trainer', label: t('levelTrainer') },
            ]}
          />
          <DateField
            label={t('levelExpires', { number: at + 1 })}
            hint={t('expires')}
            value={each.expires}
            onChange={(expires) => change({ expires })}
          />
        </>
      )}
    </RowsField>
  );
}
