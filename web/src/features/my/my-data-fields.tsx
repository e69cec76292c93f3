import { useId, type ReactNode } from 'react';
import { AbsencesField } from '@/components/absences-field';
import { useText } from './locale';
import classes from './my-page.module.css';
import type { MyField, MyValues } from './my-values';

const wishes = [1, 2, 3, 4, 6, 8, 12, 26, 52];

interface Props {
  values: MyValues;
  faults: Partial<Record<MyField, string>>;
  onChange: (values: MyValues) => void;
}

export function MyDataFields({ values, faults, onChange }: Props) {
  const t = useText();
  const set = <Field extends MyField>(field: Field, value: MyValues[Field]) => onChange({ ...values, [field]: value });
  const wished = [...new Set([...wishes, Number(values.wishedEveryWeeks)])]
    .filter((weeks) => weeks > 0)
    .sort((one, other) => one - other);

  return (
    <>
      <Field label={t('phone')} fault={faults.phone}>
        {(props) => (
          <input
            {...props}
            type="tel"
            maxLength={40}
            autoComplete="tel"
            value={values.phone}
            onChange={(event) => set('phone', event.currentTarget.value)}
          />
        )}
      </Field>
      <Field label={t('email')} fault={faults.email}>
        {(props) => (
          <input
            {...props}
            type="email"
            maxLength={254}
            autoComplete="email"
            value={values.email}
            onChange={(event) => set('email', event.currentTarget.value)}
          />
        )}
      </Field>
      <Field label={t('wish')} fault={faults.wishedEveryWeeks}>
        {(props) => (
          <select
            {...props}
            value={values.wishedEveryWeeks}
            onChange={(event) => set('wishedEveryWeeks', event.currentTarget.value)}
          >
            <option value="">{t('wishNone')}</option>
            {wished.map((weeks) => (
              <option key={weeks} value={weeks}>
                {t('wishEvery', { count: weeks })}
              </option>
            ))}
          </select>
        )}
      </Field>
      <AbsencesField
        legend={t('absences')}
        value={values.absences}
        fault={faults.absences}
        onChange={(next) => set('absences', next)}
      />
    </>
  );
}

interface InputProps {
  id: string;
  className: string;
  'aria-describedby': string | undefined;
  'aria-invalid': boolean;
}

function Field(props: { label: string; fault?: string | undefined; children: (props: InputProps) => ReactNode }) {
  const { label, fault, children } = props;
  const id = useId();
  const described = fault ? `${id}-fault` : undefined;
  return (
    <div className={classes.field}>
      <label className={classes.label} htmlFor={id}>
        {label}
      </label>
      {children({ id, className: classes.input!, 'aria-describedby': described, 'aria-invalid': fault !== undefined })}
      {described && (
        <span id={described} className={classes.fault}>
          {fault}
        </span>
      )}
    </div>
  );
}
