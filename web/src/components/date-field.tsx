import { useId, useRef, useState } from 'react';
import type { LocalDate } from '@/lib/dates';
import { readDate, writtenDate } from '@/lib/typed-date';
import { useLanguage } from '@/lib/use-language';
import controls from './controls.module.css';
import classes from './date-field.module.css';
import { Icon } from './icon';
import { useText } from './locale';

/**
 * A date to type or to pick, written as the language chosen here has it: a native date field follows the browser's.
 * The browser's calendar opens by the button. `onChange` gets '' for no date, and what is none as it was typed: the
 * form's check (`readDate`) must refuse it.
 */
export function DateField(props: {
  label: string;
  hint?: string;
  value: string;
  min?: LocalDate | '';
  onChange: (date: string) => void;
}) {
  const { label, hint, value, min, onChange } = props;
  const t = useText();
  const language = useLanguage();
  const id = useId();
  const picker = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState<string | null>(null);
  // What is no date stands as it was typed: there is no usual form of 31 February.
  const shown = typed ?? (readDate(value) ? writtenDate(value, language) : value);
  // Half a date is no fault while the rest is still being typed.
  const faulty = typed === null && readDate(value) === undefined;

  return (
    <span className={classes.field} title={hint}>
      <input
        type="text"
        className={classes.input}
        aria-label={label}
        aria-invalid={faulty}
        aria-describedby={faulty ? id : undefined}
        placeholder={t('datePattern')}
        autoComplete="off"
        maxLength={20}
        value={shown}
        onChange={(change) => {
          setTyped(change.target.value);
          onChange(readDate(change.target.value) ?? change.target.value);
        }}
        // What is a date stands in its usual form from then on.
        onBlur={() => setTyped(null)}
        // Enter sends the form: whoever does that has finished typing.
        onKeyDown={(press) => {
          if (press.key === 'Enter') setTyped(null);
        }}
      />
      <button
        type="button"
        className={controls.plain}
        aria-label={t('pickDate', { label })}
        onClick={() => picker.current?.showPicker()}
      >
        <Icon name="day" />
      </button>
      <input
        ref={picker}
        type="date"
        className={classes.picker}
        tabIndex={-1}
        aria-hidden="true"
        min={min || undefined}
        value={readDate(value) ? value : ''}
        onChange={(change) => {
          setTyped(null);
          onChange(change.target.value);
        }}
      />
      {faulty && (
        <span id={id} className={classes.fault}>
          {t('noDate')}
        </span>
      )}
    </span>
  );
}
