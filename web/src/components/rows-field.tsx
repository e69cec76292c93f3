import type { ReactNode } from 'react';
import { focusNeighbour } from '@/lib/focus';
import controls from './controls.module.css';
import { Icon } from './icon';
import classes from './rows-field.module.css';

/** Any number of rows of the same fields: each can be removed, one can be added. `children` are the fields of a row. */
export function RowsField<Row>(props: {
  legend: string;
  /** The legend heads a part of the page. */
  heading?: boolean;
  hint?: string;
  rows: readonly Row[];
  /** What a new row starts with. */
  empty: Row;
  addLabel: string;
  removeLabel: (at: number) => string;
  fault?: string | undefined;
  /** How many fields a row has. */
  shape: 'two' | 'three' | 'day';
  onChange: (rows: Row[]) => void;
  children: (row: Row, change: (part: Partial<Row>) => void, at: number) => ReactNode;
}) {
  const { legend, heading = false, hint, rows, empty, addLabel, removeLabel, fault, shape, onChange, children } = props;
  return (
    <fieldset className={classes.set}>
      <legend className={controls.legend}>{heading ? <h2>{legend}</h2> : legend}</legend>
      {hint && <p className={controls.hint}>{hint}</p>}
      {rows.map((row, at) => (
        <div key={at} className={classes.row} data-shape={shape}>
          {children(
            row,
            (part) => onChange(rows.map((each, index) => (index === at ? { ...each, ...part } : each))),
            at,
          )}
          <button
            type="button"
            className={controls.plain}
            aria-label={removeLabel(at)}
            onClick={({ currentTarget: { parentElement: row } }) => {
              // The rows behind move up into its place, and with them the focus stays; behind the last is none.
              if (at === rows.length - 1) focusNeighbour(row, row?.parentElement?.querySelector(':scope > button'));
              onChange(rows.filter((_, index) => index !== at));
            }}
          >
            <Icon name="close" />
          </button>
        </div>
      ))}
      {fault && <p className={controls.fault}>{fault}</p>}
      <button type="button" className={controls.button} onClick={() => onChange([...rows, empty])}>
        <Icon name="add" /> {addLabel}
      </button>
    </fieldset>
  );
}
