import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { useAnnounce } from '@/components/announcer';
import { OptionList, type ListOption } from '@/components/option-list';
import { ErrorState, Loading } from '@/components/states';
import type { Candidate, Slot } from '@/lib/api/types';
import { formatDate, type LocalDate } from '@/lib/dates';
import { dialling } from '@/lib/dialling';
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
  const query = useQuery(candidatesQuery(event, date, slot.id));
  const [typed, setTyped] = useState('');
  const [warned, setWarned] = useState<{ candidate: Candidate; stay: boolean } | null>(null);

  const found = useMemo(() => matching(query.data?.candidates ?? [], typed), [query.data, typed]);
  const shown = found.slice(0, shownAtMost);
  const newName = typed.trim();
  const slotName = nameOf(slot.id);
  const known = query.isSuccess;

  useEffect(() => {
    if (known && typed !== '') announce(t('assignCount', { count: found.length }));
  }, [announce, found.length, known, t, typed]);

  const take = (candidate: Candidate, stay: boolean) => {
    if (isWarned(candidate)) setWarned({ candidate, stay });
    else onTake({ candidate, stay });
  };
  const options: ListOption[] = [
    ...shown.map((candidate) => ({
      key: candidate.helper,
      name: candidate.name,
      reason: reasonText(t, nameOf, candidate, !!slot.assignment),
      icon: isWarned(candidate) ? ('warning' as const) : undefined,
      choose: (stay: boolean) => take(candidate, stay),
    })),
    ...(mayCreate && query.isSuccess && newName !== '' && typedNumber(newName) === null
      ? [
          {
            key: 'new',
            name: t('newHelper', { name: newName }),
            icon: 'add' as const,
            choose: () => onCreate(newName),
          },
        ]
      : []),
  ];

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
                <a href={dialling(slot.assignment.phone)}>{slot.assignment.phone}</a>
              </>
            )}
          </span>
          <button type="button" className={classes.quiet} onClick={onClear}>
            {t('clear')}
          </button>
        </div>
      )}
      <OptionList
        label={`${t('assignInput')}, ${slotName}, ${formatDate(date)}`}
        placeholder={t('assignInput')}
        listLabel={t('assignList', { slot: slotName })}
        typed={typed}
        onType={setTyped}
        options={options}
        tabTakes
        onClose={onClose}
      >
        {query.isPending && <Loading />}
        {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
        {known && query.data.candidates.length === 0 && newName === '' && (
          <p className={classes.note}>{t('assignEmpty')}</p>
        )}
        {known && shown.length === 0 && newName !== '' && (
          <p className={classes.note}>{t('assignNone', { typed: newName })}</p>
        )}
      </OptionList>
      {found.length > shown.length && (
        <p className={classes.note}>{t('assignMore', { count: found.length - shown.length })}</p>
      )}
    </div>
  );
}
