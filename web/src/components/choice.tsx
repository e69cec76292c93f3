import { useId } from 'react';
import controls from './controls.module.css';
import classes from './choice.module.css';

/** One of a few, as radio buttons in a row. */
export function Choice<Value extends string>(props: {
  legend: string;
  value: Value | null;
  onChange: (value: Value) => void;
  options: readonly { value: Value; label: string }[];
}) {
  const { legend, value, onChange, options } = props;
  const name = useId();
  return (
    <fieldset className={controls.set}>
      <legend className={controls.legend}>{legend}</legend>
      <div className={classes.row}>
        {options.map((option) => (
          <label key={option.value} className={classes.option}>
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={value === option.value}
              onChange={() => onChange(option.value)}
            />
            <span>{option.label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
