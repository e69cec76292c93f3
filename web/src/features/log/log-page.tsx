import { Button } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'react-router';
import { Page } from '@/components/page';
import { EmptyState, QueryView } from '@/components/states';
import { useEventId, useMyEvent } from '@/lib/current-event';
import { formatDate } from '@/lib/dates';
import { scheduleRangeQuery } from '@/lib/queries/schedules';
import { EntryRow } from './entry-row';
import { useText } from './locale';
import classes from './log-page.module.css';
import { activityQuery, actorsOf, type LogFilter } from './queries';
import { useEntryWords } from './use-entry-words';
import { useUndoEntry } from './use-undo-entry';

/** Every change with who and when, newest first; undo where it would work now. */
export default function LogPage() {
  const t = useText();
  const event = useEventId();
  const timeZone = useMyEvent()?.timeZone ?? 'UTC';
  const [search, setSearch] = useSearchParams();
  const filter: LogFilter = { entity: search.get('entity') ?? '', actor: search.get('actor') ?? '' };
  const change = (next: Partial<LogFilter>) =>
    setSearch(
      Object.entries({ ...filter, ...next }).filter(([, value]) => value !== ''),
      { replace: true },
    );
  const query = useInfiniteQuery(activityQuery(event, filter));
  const words = useEntryWords(event);
  const { undo, busy } = useUndoEntry(event, words.what);
  const filtered = filter.entity !== '' || filter.actor !== '';

  return (
    <Page title={t('title')}>
      <Filters event={event} filter={filter} onChange={change} />
      <QueryView query={query}>
        {({ pages }) => {
          const entries = pages.flatMap((page) => page.entries);
          if (entries.length === 0) return <EmptyState>{filtered ? t('noneFiltered') : t('none')}</EmptyState>;
          return (
            <ul className={classes.entries}>
              {entries.map((entry) => (
                <EntryRow key={entry.op} entry={entry} timeZone={timeZone} words={words} busy={busy} onUndo={undo} />
              ))}
            </ul>
          );
        }}
      </QueryView>
      {query.hasNextPage && (
        <Button variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t('more')}
        </Button>
      )}
    </Page>
  );
}

function Filters(props: { event: string; filter: LogFilter; onChange: (next: Partial<LogFilter>) => void }) {
  const { event, filter, onChange } = props;
  const t = useText();
  const dates = useQuery(scheduleRangeQuery(event)).data?.schedules.map(({ date }) => date) ?? [];
  const members = useQuery(actorsOf(event)).data?.members ?? [];
  const entities = [
    { value: '', label: t('everything') },
    { value: 'event', label: t('entityEvent') },
    ...dates.map((date) => ({ value: `schedule:${date}`, label: formatDate(date, 'weekday') })),
  ];
  const listed = entities.some(({ value }) => value === filter.entity);
  return (
    <div className={classes.filters} role="search">
      <Select
        label={t('about')}
        value={filter.entity}
        options={listed ? entities : [...entities, { value: filter.entity, label: filter.entity }]}
        onChange={(entity) => onChange({ entity })}
      />
      <Select
        label={t('by')}
        value={filter.actor}
        options={[
          { value: '', label: t('anybody') },
          ...members.map(({ account, name }) => ({ value: account, label: name })),
        ]}
        onChange={(actor) => onChange({ actor })}
      />
    </div>
  );
}

function Select(props: {
  label: string;
  value: string;
  options: readonly { value: string; label: string }[];
  onChange: (value: string) => void;
}) {
  const { label, value, options, onChange } = props;
  return (
    <label className={classes.filter}>
      <span>{label}</span>
      <select className={classes.select} value={value} onChange={(event) => onChange(event.currentTarget.value)}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </label>
  );
}
