import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { Icon } from '@/components/icon';
import { Page } from '@/components/page';
import { EmptyState, QueryView, SkeletonRows } from '@/components/states';
import { useEventId, useMay, useMyEvent } from '@/lib/current-event';
import { paths } from '@/lib/paths';
import { useRoleNames } from '@/lib/queries/roles';
import { HelperList } from './helper-list';
import type { Level } from './helper-values';
import classes from './helpers-page.module.css';
import { useText } from './locale';
import { helpersQuery, sortings, type HelperFilter } from '@/lib/queries/helpers';

const levels: readonly Level[] = ['training', 'signedOff', 'trainer'];

function filterIn(search: URLSearchParams): HelperFilter {
  return {
    q: search.get('q') ?? '',
    role: search.get('role') ?? '',
    level: levels.find((level) => level === search.get('level')) ?? '',
    archived: search.get('archived') === 'true',
    sort: sortings.find((sort) => sort === search.get('sort')) ?? 'name',
  };
}

/** The filter stands in the address too, so that going back from a helper finds it again. */
function useFilter(): [HelperFilter, (change: Partial<HelperFilter>) => void] {
  const [search, setSearch] = useSearchParams();
  const [filter, setFilter] = useState(() => filterIn(search));
  const change = (next: Partial<HelperFilter>) => {
    const all = { ...filter, ...next };
    setFilter(all);
    const { q, role, level, archived, sort } = all;
    const entries = { q, role, level, archived: archived ? 'true' : '', sort: sort === 'name' ? '' : sort };
    setSearch(
      Object.entries(entries).filter(([, value]) => value !== ''),
      { replace: true },
    );
  };
  return [filter, change];
}

export default function HelpersPage() {
  const t = useText();
  const event = useEventId();
  const today = useMyEvent()?.today;
  const mayEdit = useMay('coordinator');
  const [filter, changeFilter] = useFilter();
  // Not every letter is a search.
  const [settled] = useDebouncedValue(filter, 200);
  const query = useInfiniteQuery(helpersQuery(event, { ...settled, q: settled.q.trim() }));
  const total = query.data?.pages[0]?.total;

  return (
    <Page
      title={t('title')}
      actions={
        mayEdit && (
          <>
            <Button component={Link} to={paths.import(event)} variant="default">
              {t('import')}
            </Button>
            <Button component={Link} to={paths.helper(event, 'new')} leftSection={<Icon name="add" />}>
              {t('add')}
            </Button>
          </>
        )
      }
    >
      <Filters filter={filter} onChange={changeFilter} />
      <QueryView query={query} skeleton={<SkeletonRows rows={12} />}>
        {({ pages }) =>
          total === 0 ? (
            <NobodyThere filter={filter} mayEdit={mayEdit} />
          ) : (
            <>
              <p className={classes.count}>{t('count', { count: total ?? 0 })}</p>
              <HelperList
                helpers={pages.flatMap((page) => page.helpers)}
                today={today}
                sort={filter.sort}
                onSort={(sort) => changeFilter({ sort })}
              />
            </>
          )
        }
      </QueryView>
      {query.hasNextPage && (
        <Button variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t('more')}
        </Button>
      )}
    </Page>
  );
}

function Filters({ filter, onChange }: { filter: HelperFilter; onChange: (change: Partial<HelperFilter>) => void }) {
  const t = useText();
  const { known, role } = useRoleNames();

  return (
    <div className={classes.filters} role="search">
      <TextInput
        className={classes.search}
        type="search"
        label={t('search')}
        maxLength={100}
        value={filter.q}
        onChange={(event) => onChange({ q: event.currentTarget.value })}
      />
      <NativeSelect
        label={t('role')}
        value={filter.role}
        onChange={(event) => onChange({ role: event.currentTarget.value })}
        data={[{ value: '', label: t('anyRole') }, ...known.map(({ id }) => ({ value: id, label: role(id) }))]}
      />
      <NativeSelect
        label={t('level')}
        value={filter.level}
        onChange={(event) => onChange({ level: levels.find((level) => level === event.currentTarget.value) ?? '' })}
        data={[
          { value: '', label: t('anyLevel') },
          { value: 'training', label: t('levelTraining') },
          { value: 'signedOff', label: t('levelSignedOff') },
          { value: 'trainer', label: t('levelTrainer') },
        ]}
      />
      <Checkbox
        radius={4}
        label={t('showArchived')}
        checked={filter.archived}
        onChange={(event) => onChange({ archived: event.currentTarget.checked })}
      />
    </div>
  );
}

function NobodyThere({ filter, mayEdit }: { filter: HelperFilter; mayEdit: boolean }) {
  const t = useText();
  const event = useEventId();
  const narrowed = filter.q !== '' || filter.role !== '' || filter.level !== '';
  if (narrowed || !mayEdit) return <EmptyState>{t('noneFound')}</EmptyState>;
  if (filter.archived) return <EmptyState>{t('noneArchived')}</EmptyState>;
  return (
    <EmptyState
      action={
        <Button component={Link} to={paths.import(event)}>
          {t('import')}
        </Button>
      }
    >
      {t('noneYet')}
    </EmptyState>
  );
}
