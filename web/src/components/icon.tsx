import { memo } from 'react';
import classes from './icon.module.css';

/** One drawing per meaning, 16 x 16, stroked in the colour of the text beside it. */
const drawings = {
  confirmed: 'M3 8.5 6.5 12 13 4.5',
  proposed: 'M5.5 6a2.5 2.5 0 1 1 3.6 2.2c-.8.4-1.1.9-1.1 1.8M8 12.7v.1',
  declined: 'm4 4 8 8m0-8-8 8',
  needed: 'M8 2.2a5.8 5.8 0 1 1 0 11.6A5.8 5.8 0 0 1 8 2.2ZM8 5v6M5 8h6',
  preferred: 'M8 2.2a5.8 5.8 0 1 1 0 11.6A5.8 5.8 0 0 1 8 2.2ZM5.5 8h5',
  warning: 'M8 2 14.5 13.5h-13ZM8 6.5v3.2M8 11.7v.1',
  reserved: 'M6 3 5 13m6-10-1 10M3 6h10.5M2.5 10H13',
  cancelled: 'M8 2.2a5.8 5.8 0 1 1 0 11.6A5.8 5.8 0 0 1 8 2.2ZM4 4l8 8',
  undo: 'M3 6h7a3.5 3.5 0 0 1 0 7H6M3 6l3-3M3 6l3 3',
  redo: 'M13 6H6a3.5 3.5 0 0 0 0 7h4m3-7-3-3m3 3-3 3',
  left: 'm10 3-5 5 5 5',
  right: 'm6 3 5 5-5 5',
  close: 'm4 4 8 8m0-8-8 8',
  more: 'M3 8h.1M8 8h.1M13 8h.1',
  add: 'M8 3v10M3 8h10',
  search: 'M7 3a4 4 0 1 1 0 8 4 4 0 0 1 0-8Zm3 7 3.5 3.5',
  board: 'M2.5 3h11v10h-11zM2.5 6.5h11M6.5 3v10',
  helpers:
    'M6 3.5a2 2 0 1 1 0 4 2 2 0 0 1 0-4ZM2.5 13c0-2.5 1.5-3.5 3.5-3.5S9.5 10.5 9.5 13M10.5 4.5a1.5 1.5 0 1 1 0 3M11.5 9.5c1.5.2 2.3 1.3 2.3 3.5',
  day: 'M3 4h10v9.5H3zM3 7h10M5.5 2.5v3M10.5 2.5v3',
  my: 'M8 3a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5ZM3 13.5c0-3 2-4 5-4s5 1 5 4',
  log: 'M4 4h9M4 8h9M4 12h6M2 4h.1M2 8h.1M2 12h.1',
  settings: 'M3 5h10M3 11h10M6 3.5v3M10 9.5v3',
  members: 'M5 3a2 2 0 1 1 0 4 2 2 0 0 1 0-4ZM1.5 13c0-2.5 1.5-3.5 3.5-3.5S8.5 10.5 8.5 13M12 6v5M9.5 8.5h5',
  call: 'M4 2.5h2l1 3-1.5 1a7 7 0 0 0 4 4l1-1.5 3 1v2c0 1-1 1.5-2 1.5A9.5 9.5 0 0 1 2.5 4.5c0-1 .5-2 1.5-2Z',
} as const;

export type IconName = keyof typeof drawings;

/** Stands once in the page; every icon refers to it. */
export const IconSprite = memo(function IconSprite() {
  return (
    <svg className={classes.sprite} aria-hidden="true" focusable="false">
      {Object.entries(drawings).map(([name, path]) => (
        <symbol key={name} id={`icon-${name}`} viewBox="0 0 16 16">
          <path d={path} />
        </symbol>
      ))}
    </svg>
  );
});

/** Decoration beside a word, hidden from assistive technology: the word carries the meaning. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg className={classes.icon} aria-hidden="true" focusable="false">
      <use href={`#icon-${name}`} />
    </svg>
  );
}
