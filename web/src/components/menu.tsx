import { useEffect, useRef, type KeyboardEvent } from 'react';
import classes from './menu.module.css';
import { Popover } from './popover';

export interface MenuItem {
  label: string;
  run: () => void;
}

/** A menu at an element: arrows move, Enter or Space runs, Escape closes. The caller takes the focus back on close. */
export function Menu(props: { anchor: Element; label: string; items: readonly MenuItem[]; onClose: () => void }) {
  const { anchor, label, items, onClose } = props;
  const list = useRef<HTMLDivElement>(null);
  const focus = (index: number) => {
    const buttons = list.current?.querySelectorAll('button');
    buttons?.[(index + buttons.length) % buttons.length]?.focus();
  };

  useEffect(() => focus(0), []);

  const onKeyDown = (press: KeyboardEvent) => {
    const buttons = [...(list.current?.querySelectorAll('button') ?? [])];
    const at = buttons.findIndex((button) => button === document.activeElement);
    const moves: Record<string, () => void> = {
      ArrowDown: () => focus(at + 1),
      ArrowUp: () => focus(at - 1),
      Home: () => focus(0),
      End: () => focus(-1),
      Escape: onClose,
      Tab: onClose,
    };
    const move = moves[press.key];
    if (!move) return;
    press.preventDefault();
    press.stopPropagation();
    move();
  };

  return (
    <Popover anchor={anchor} label={label} onClose={onClose}>
      <div ref={list} role="menu" aria-label={label} className={classes.menu} onKeyDown={onKeyDown}>
        {items.map((item) => (
          <button
            key={item.label}
            type="button"
            role="menuitem"
            tabIndex={-1}
            className={classes.item}
            onClick={() => {
              onClose();
              item.run();
            }}
          >
            {item.label}
          </button>
        ))}
      </div>
    </Popover>
  );
}
