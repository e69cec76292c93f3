import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { Icon } from '@/components/icon';
import { Page } from '@/components/page';
import { EmptyState, QueryView } from '@/components/states';
import type { Role, ScheduleRange } from '@/lib/api/types';
import { useEventId, useMay, useMyEvent } from '@/lib/current-event';
import { addDays, formatDate, type LocalDate } from '@/lib/dates';
import { paths } from '@/lib/paths';
import { rolesQuery } from '@/lib/queries/roles';
import { scheduleRangeQuery } from '@/lib/queries/schedules';
import { useLanguage } from '@/lib/use-language';
import { usePhone } from '@/lib/use-media';
import { BoardGrid } from './board-grid';
import { onlyOpen, placeKey, rowGroups, withPending } from './board-model';
import classes from './board-page.module.css';
import { DateDialog } from './date-dialog';
import { KeysDialog } from './keys-dialog';
import { useText } from './locale';
import { PhoneBoard } from './phone-board';
import { SelectionBar } from './selection-bar';
import { useBoardActions } from './use-board-actions';
import { useSelection } from './use-selection';
import { useSlotChanges } from './use-slot-changes';
import { useSlotName } from './use-slot-name';

const sixWeeks = 42;

/** Six weeks of roles and dates: who helps, what is open, and filling it. */
export default function BoardPage() {
  const t = useText();
  const event = useEventId();
  const [search, setSearch] = useSearchParams();
  const from = search.get('from') ?? undefined;
  const to = from ? addDays(from, sixWeeks - 1) : undefined;
  const query = useQuery(scheduleRangeQuery(event, from, to));
  const roles = useQuery(rolesQuery());
  const goTo = (start: LocalDate | null) => setSearch(start ? { from: start } : {}, { replace: true });

  return (
    <Page title={t('title')} actions={<RangeSteps range={query.data} from={from} onGo={goTo} />}>
      <QueryView query={query} skeleton={<div className={classes.skeleton} />}>
        {(range) => (
          // Rows stand in the groups of the catalogue: shown before it is known they would jump.
          <QueryView query={roles} skeleton={<div className={classes.skeleton} />}>
            {(catalogue) => <Board event={event} range={range} catalogue={catalogue.roles} />}
          </QueryView>
        )}
      </QueryView>
    </Page>
  );
}

function RangeSteps(props: {
  range: ScheduleRange | undefined;
  from: LocalDate | undefined;
  onGo: (start: LocalDate | null) => void;
}) {
  const { range, from, onGo } = props;
  const t = useText();
  const language = useLanguage();
  const earlier = useRef<HTMLButtonElement>(null);
  const start = from ?? range?.today;
  const first = range?.schedules[0]?.date;
  const last = range?.schedules.at(-1)?.date;
  return (
    <div className={classes.steps} lang={language}>
      {from && (
        <button
          type="button"
          className={classes.step}
          onClick={() => {
            // This button goes away where it leads.
            earlier.current?.focus();
            onGo(null);
          }}
        >
          {t('today')}
        </button>
      )}
      <button
        ref={earlier}
        type="button"
        className={classes.step}
        aria-label={t('earlier')}
        disabled={!start}
        onClick={() => start && onGo(addDays(start, -sixWeeks))}
      >
        <Icon name="left" />
      </button>
      <span className={classes.range}>{first && last && `${formatDate(first)} – ${formatDate(last)}`}</span>
      <button
        type="button"
        className={classes.step}
        aria-label={t('later')}
        disabled={!start}
        onClick={() => start && onGo(last ? addDays(last, 1) : addDays(start, sixWeeks))}
      >
        <Icon name="right" />
      </button>
    </div>
  );
}

function Board(props: { event: string; range: ScheduleRange; catalogue: readonly Role[] }) {
  const { event, range, catalogue } = props;
  const t = useText();
  const phone = usePhone();
  const mine = useMyEvent();
  const mayEdit = useMay('runDirector');
  const isCoordinator = useMay('coordinator');
  const allGroups = useMemo(() => rowGroups(range.schedules, catalogue), [range.schedules, catalogue]);
  const slotName = useSlotName(allGroups);
  const changes = useSlotChanges(event, slotName);
  const { pending } = changes;
  const [openOnly, setOpenOnly] = useState(false);
  const [compact, setCompact] = useState(false);
  const [openDate, setOpenDate] = useState<LocalDate | null>(null);
  const [keysOpen, setKeysOpen] = useState(false);

  const schedules = useMemo(() => {
    if (pending.size === 0) return range.schedules;
    return range.schedules.map((schedule) => {
      if (!schedule.slots.some(({ id }) => pending.has(placeKey(schedule.date, id)))) return schedule;
      const slots = schedule.slots.map((slot) => withPending(slot, pending.get(placeKey(schedule.date, slot.id))));
      return { ...schedule, slots };
    });
  }, [range.schedules, pending]);
  const groups = useMemo(
    () => (openOnly ? onlyOpen(allGroups, range.schedules) : allGroups),
    [openOnly, allGroups, range.schedules],
  );
  const rows = useMemo(() => groups.flatMap((group) => group.rows), [groups]);
  const actions = useBoardActions(schedules, changes);
  const selection = useSelection(schedules, rows);

  useEffect(() => {
    const onKeyDown = (press: KeyboardEvent) => {
      if (press.key !== '/' || !(press.ctrlKey || press.metaKey)) return;
      press.preventDefault();
      setKeysOpen(true);
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);

  if (range.schedules.length === 0) return <EmptyState>{t('noDates')}</EmptyState>;
  if (allGroups.length === 0) {
    return (
      <EmptyState action={isCoordinator && <Link to={paths.settings(event)}>{t('toSettings')}</Link>}>
        {t('noSlots')}
      </EmptyState>
    );
  }
  const shared = {
    event,
    schedules,
    groups,
    slotName,
    changes,
    actions,
    mayEdit,
    mayCreate: isCoordinator,
    onOpenDate: setOpenDate,
  };
  const shownDate = schedules.find(({ date }) => date === openDate);
  return (
    <>
      <div className={classes.toolbar}>
        <Toggle label={t('openOnly')} on={openOnly} onChange={setOpenOnly} />
        {!phone && <Toggle label={t('compact')} on={compact} onChange={setCompact} />}
        {!phone && (
          <button type="button" className={classes.step} onClick={() => setKeysOpen(true)}>
            {t('keys')}
          </button>
        )}
      </div>
      {selection.places.size > 0 && <SelectionBar selection={selection} actions={actions} />}
      {groups.length === 0 ? (
        <EmptyState
          action={
            <button type="button" className={classes.step} onClick={() => setOpenOnly(false)}>
              {t('showAll')}
            </button>
          }
        >
          {t('allFilled')}
        </EmptyState>
      ) : phone ? (
        <PhoneBoard {...shared} />
      ) : (
        <BoardGrid {...shared} eventName={mine?.name ?? ''} selection={selection} compact={compact} />
      )}
      {shownDate && (
        <DateDialog event={event} schedule={shownDate} mayPlan={isCoordinator} onClose={() => setOpenDate(null)} />
      )}
      <KeysDialog opened={keysOpen} onClose={() => setKeysOpen(false)} />
    </>
  );
}

function Toggle({ label, on, onChange }: { label: string; on: boolean; onChange: (on: boolean) => void }) {
  return (
    <button type="button" className={classes.step} aria-pressed={on} onClick={() => onChange(!on)}>
      {label}
    </button>
  );
}
