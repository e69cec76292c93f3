import { TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { QueryView } from '@/components/states';
import { helpersQuery } from '@/lib/queries/helpers';
import { useText } from './locale';
import classes from './members-page.module.css';

export interface HelperName {
  helper: string;
  name: string;
}

const shown = 8;

/** A search of the directory; picking a helper ends it. */
export function HelperPicker({ event, onPick }: { event: string; onPick: (helper: HelperName) => void }) {
  const t = useText();
  const [typed, setTyped] = useState('');
  const [q] = useDebouncedValue(typed.trim(), 200);
  const query = useInfiniteQuery(helpersQuery(event, { q, role: '', level: '', archived: false, sort: 'name' }));
  return (
    <>
      <TextInput
        data-autofocus
        type="search"
        label={t('search')}
        maxLength={100}
        value={typed}
        onChange={(change) => setTyped(change.currentTarget.value)}
      />
      <QueryView query={query}>
        {({ pages }) => {
          const helpers = pages.flatMap((page) => page.helpers).slice(0, shown);
          return helpers.length === 0 ? (
            <p>{t('noneFound')}</p>
          ) : (
            <ul className={classes.picks}>
              {helpers.map(({ id, name, parkrunNumber }) => (
                <li key={id}>
                  <button type="button" className={classes.pick} onClick={() => onPick({ helper: id, name })}>
                    <span>{name}</span>{' '}
                    {parkrunNumber !== undefined && <span className={classes.hint}>A{parkrunNumber}</span>}
                  </button>
                </li>
              ))}
            </ul>
          );
        }}
      </QueryView>
    </>
  );
}
