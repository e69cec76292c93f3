import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { Icon, type IconName } from './icon';
import classes from './option-list.module.css';

export interface ListOption {
  /** Told apart by this. */
  key: string;
  name: string;
  /** One short line below the name. */
  reason?: string;
  icon?: IconName | undefined;
  /** `stay`: taken with Tab, where `tabTakes`. */
  choose: (stay: boolean) => void;
}

/**
 * A field over a list: a combobox whose options stay in sight. Typing narrows (the caller's work), arrows mark, Enter
 * takes the marked one, Escape goes back. `children` stand between the field and the list.
 */
export function OptionList(props: {
  label: string;
  placeholder: string;
  listLabel: string;
  typed: string;
  onType: (typed: string) => void;
  options: readonly ListOption[];
  /** Tab takes the marked option and stays, where otherwise it leaves the field as everywhere. */
  tabTakes?: boolean;
  onClose: () => void;
  children?: ReactNode;
}) {
  const { label, placeholder, listLabel, typed, onType, options, tabTakes = false, onClose, children } = props;
  const id = useId();
  const list = useRef<HTMLUListElement>(null);
  const [marked, setMarked] = useState(0);
  const at = Math.min(marked, Math.max(options.length - 1, 0));

  useEffect(() => {
    list.current?.children[at]?.scrollIntoView({ block: 'nearest' });
  }, [at]);

  const onKeyDown = (press: KeyboardEvent) => {
    if (press.nativeEvent.isComposing) return;
    switch (press.key) {
      case 'ArrowDown':
      case 'ArrowUp':
        press.preventDefault();
        if (options.length > 0) {
          setMarked((at + (press.key === 'ArrowDown' ? 1 : options.length - 1)) % options.length);
        }
        break;
      case 'Enter':
        press.preventDefault();
        options[at]?.choose(false);
        break;
      case 'Tab':
        if (!tabTakes) break;
        // With nothing to take, Tab leaves as everywhere.
        if (options[at] && !press.shiftKey) {
          press.preventDefault();
          options[at].choose(true);
        } else onClose();
        break;
      case 'Escape':
        press.preventDefault();
        press.stopPropagation();
        onClose();
        break;
    }
  };

  return (
    <>
      <input
        className={classes.input}
        type="text"
        role="combobox"
        aria-autocomplete="list"
        aria-expanded={options.length > 0}
        aria-controls={`${id}-list`}
        aria-activedescendant={options.length > 0 ? `${id}-option-${at}` : undefined}
        aria-label={label}
        placeholder={placeholder}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        autoFocus
        data-autofocus
        value={typed}
        onChange={(change) => {
          onType(change.target.value);
          setMarked(0);
        }}
        onKeyDown={onKeyDown}
      />
      {children}
      <ul ref={list} id={`${id}-list`} role="listbox" aria-label={listLabel} className={classes.list}>
        {options.map(({ key, name, reason, icon, choose }, index) => (
          <li
            key={key}
            id={`${id}-option-${index}`}
            role="option"
            aria-selected={index === at}
            className={classes.option}
            onPointerDown={(press) => press.preventDefault()}
            onClick={() => choose(false)}
          >
            <span className={classes.mark}>{icon && <Icon name={icon} />}</span>
            <span className={classes.name}>{name}</span>
            {reason !== undefined && <span className={classes.reason}>{reason}</span>}
          </li>
        ))}
      </ul>
    </>
  );
}
