import { useQuery } from '@tanstack/react-query';
import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { useAnnounce } from '@/components/announcer';
import { Icon } from '@/components/icon';
import { ErrorState, Loading } from '@/components/states';
import type { Candidate, Slot } from '@/lib/api/types';
import { formatDate, type LocalDate } from '@/lib/dates';
import { typedNumber } from '@/lib/fold';
import { useRoleNames } from '@/lib/queries/roles';
import classes from './assign-panel.module.css';
import { candidatesQuery, isWarned, matching, shownAtMost } from './candidates';
import { useText } from './locale';
import { reasonText } from './reason-text';
import { WhyForm } from './why-form';

export interface Taken {
  candidate: Candidate;
  /** Why a warning is accepted. */
  override?: string;
  /** Stay at this slot instead of going to the next open one. */
  stay: boolean;
}

/**
 * Whom to put into a slot: a combobox over the server's order. Typing narrows, Enter takes and goes on, Tab takes and
 * stays, Escape goes back. A candidate with a warning is taken with a reason.
 */
export function AssignPanel(props: {
  event: string;
  date: LocalDate;
  slot: Slot;
  slotName: (slot: string) => string;
  mayCreate: boolean;
  /** Says which slot it is; a sheet has that in its head. */
  titled?: boolean;
  onTake: (taken: Taken) => void;
  onCreate: (name: string) => void;
  onClear: () => void;
  onClose: () => void;
}) {
  const { event, date, slot, slotName: nameOf, mayCreate, titled = false, onTake, onCreate, onClear, onClose } = props;
  const t = useText();
  const names = useRoleNames();
  const announce = useAnnounce();
  const id = useId();
  const query = useQuery(candidatesQuery(event, date, slot.id));
  const [typed, setTyped] = useState('');
  const [marked, setMarked] = useState(0);
  const [warned, setWarned] = useState<{ candidate: Candidate; stay: boolean } | null>(null);
  const listRef = useRef<HTMLUListElement>(null);

  const found = useMemo(() => matching(query.data?.candidates ?? [], typed), [query.data, typed]);
  const shown = found.slice(0, shownAtMost);
  const newName = typed.trim();
  const offersNew = mayCreate && query.isSuccess && newName !== '' && typedNumber(newName) === null;
  const options = shown.length + (offersNew ? 1 : 0);
  const at = Math.min(marked, Math.max(options - 1, 0));
  const slotName = nameOf(slot.id);
  const known = query.isSuccess;

  useEffect(() => {
    if (known && typed !== '') announce(t('assignCount', { count: found.length }));
  }, [announce, found.length, known, t, typed]);

  useEffect(() => {
    listRef.current?.children[at]?.scrollIntoView({ block: 'nearest' });
  }, [at]);

  const take = (candidate: Candidate, stay: boolean) => {
    if (isWarned(candidate)) setWarned({ candidate, stay });
    else onTake({ candidate, stay });
  };
  const choose = (index: number, stay: boolean) => {
    const candidate = shown[index];
    if (candidate) take(candidate, stay);
    else if (offersNew && index === shown.length) onCreate(newName);
  };

  const onKeyDown = (press: KeyboardEvent) => {
    if (press.nativeEvent.isComposing) return;
    switch (press.key) {
      case 'ArrowDown':
      case 'ArrowUp':
        press.preventDefault();
        if (options > 0) setMarked((at + (press.key === 'ArrowDown' ? 1 : options - 1)) % options);
        break;
      case 'Enter':
        press.preventDefault();
        if (options > 0) choose(at, false);
        break;
      case 'Tab':
        // With nothing to take, Tab leaves as everywhere.
        if (options > 0 && !press.shiftKey) {
          press.preventDefault();
          choose(at, true);
        } else onClose();
        break;
      case 'Escape':
        press.preventDefault();
        press.stopPropagation();
        onClose();
        break;
    }
  };

  if (warned) {
    const { candidate, stay } = warned;
    const code = candidate.warning ?? 'other';
    return (
      <WhyForm
        warning={t(`warn-${code}`, { role: names.role(slot.role) })}
        question={t('anyway', { helper: candidate.name })}
        onBack={() => setWarned(null)}
        onGiven={(override) => onTake({ candidate, override, stay })}
      />
    );
  }

  return (
    <div className={classes.panel}>
      {titled && (
        <p className={classes.title}>{t('assignLabel', { slot: slotName, date: formatDate(date, 'weekday') })}</p>
      )}
      {slot.assignment && (
        <div className={classes.holder}>
          <span>
            {t('holderNow', { helper: slot.assignment.name, state: t(`state-${slot.assignment.state}`) })}
            {slot.assignment.phone && (
              <>
                {' '}
                <a href={`tel:${slot.assignment.phone}`}>{slot.assignment.phone}</a>
              </>
            )}
          </span>
          <button type="button" className={classes.quiet} onClick={onClear}>
            {t('clear')}
          </button>
        </div>
      )}
      <input
        className={classes.input}
        type="text"
        role="combobox"
        aria-autocomplete="list"
        aria-expanded={options > 0}
        aria-controls={`${id}-list`}
        aria-activedescendant={options > 0 ? `${id}-option-${at}` : undefined}
        aria-label={`${t('assignInput')}, ${slotName}, ${formatDate(date)}`}
        placeholder={t('assignInput')}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        autoFocus
        value={typed}
        onChange={(change) => {
          setTyped(change.target.value);
          setMarked(0);
        }}
        onKeyDown={onKeyDown}
      />
      {query.isPending && <Loading />}
      {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {known && query.data.candidates.length === 0 && newName === '' && (
        <p className={classes.note}>{t('assignEmpty')}</p>
      )}
      {known && shown.length === 0 && newName !== '' && (
        <p className={classes.note}>{t('assignNone', { typed: newName })}</p>
      )}
      <ul
        ref={listRef}
        id={`${id}-list`}
        role="listbox"
        aria-label={t('assignList', { slot: slotName })}
        className={classes.list}
      >
        {shown.map((candidate, index) => (
          <li
            key={candidate.helper}
            id={`${id}-option-${index}`}
            role="option"
            aria-selected={index === at}
            className={classes.option}
            data-group={candidate.group}
            onPointerDown={(press) => press.preventDefault()}
            onClick={() => take(candidate, false)}
          >
            <span className={classes.mark}>{isWarned(candidate) && <Icon name="warning" />}</span>
            <span className={classes.name}>{candidate.name}</span>
            <span className={classes.reason}>{reasonText(t, nameOf, candidate, !!slot.assignment)}</span>
          </li>
        ))}
        {offersNew && (
          <li
            id={`${id}-option-${shown.length}`}
            role="option"
            aria-selected={at === shown.length}
            className={classes.option}
            onPointerDown={(press) => press.preventDefault()}
            onClick={() => onCreate(newName)}
          >
            <span className={classes.mark}>
              <Icon name="add" />
            </span>
            <span className={classes.name}>{t('newHelper', { name: newName })}</span>
          </li>
        )}
      </ul>
      {found.length > shown.length && (
        <p className={classes.note}>{t('assignMore', { count: found.length - shown.length })}</p>
      )}
    </div>
  );
}
