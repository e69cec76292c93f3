import { useDebouncedValue } from '@mantine/hooks';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useNavigate } from 'react-router';
import { useAnnounce } from '@/components/announcer';
import { Dialog } from '@/components/dialog';
import { OptionList, type ListOption } from '@/components/option-list';
import { useProblemText } from '@/components/use-problem-text';
import type { Me, MyEvent } from '@/lib/api/types';
import { formatDate } from '@/lib/dates';
import { matchesName } from '@/lib/fold';
import { paths } from '@/lib/paths';
import { helpersQuery } from '@/lib/queries/helpers';
import { scheduleRangeQuery } from '@/lib/queries/schedules';
import { useText } from './locale';
import classes from './palette.module.css';
import { destinationsFor } from './screens';

const settle = 150;
const helpersAtMost = 8;

/** Leads to a screen, a date or a helper by a few letters of its name. What the account may not open is not offered. */
export default function Palette({ me, event, onClose }: { me: Me; event: MyEvent | undefined; onClose: () => void }) {
  const t = useText();
  const navigate = useNavigate();
  const announce = useAnnounce();
  const problemText = useProblemText();
  const [typed, setTyped] = useState('');
  const text = typed.trim();
  const [settled] = useDebouncedValue(text, settle);
  const id = event?.id ?? '';
  const range = useQuery({ ...scheduleRangeQuery(id), enabled: event !== undefined, refetchInterval: false });
  const seesHelpers = event !== undefined && event.access !== 'helper';
  const helpers = useInfiniteQuery({
    ...helpersQuery(id, { q: settled, role: '', level: '', archived: false, sort: 'name' }),
    enabled: seesHelpers && settled !== '',
  });

  const go = (to: string) => {
    onClose();
    void navigate(to);
  };
  const destinations = destinationsFor(me, event).map(({ name, icon, to }) => ({ key: name, name: t(name), icon, to }));
  const dates = (range.data?.schedules ?? []).map(({ date }) => ({
    key: date,
    name: formatDate(date, 'long'),
    icon: 'day' as const,
    to: paths.day(id, date),
  }));
  const found = text === '' || settled === '' ? [] : (helpers.data?.pages ?? []).flatMap((page) => page.helpers);
  // While the answer for this text is awaited, of those found before only whom it still fits.
  const current = text === settled && !helpers.isPlaceholderData;
  const fitting = current ? found : found.filter(({ name }) => matchesName(name, text));
  const people = fitting.slice(0, helpersAtMost).map(({ id: helper, name, parkrunNumber }) => ({
    key: helper,
    name,
    icon: 'my' as const,
    reason: parkrunNumber === undefined ? t('aHelper') : t('aHelperWith', { number: parkrunNumber }),
    to: paths.helper(id, helper),
  }));
  const options: ListOption[] = [
    ...destinations.filter(({ name }) => matchesName(name, text)).map((each) => ({ ...each, reason: t('aScreen') })),
    ...dates.filter(({ name }) => matchesName(name, text)).map((each) => ({ ...each, reason: t('aDate') })),
    ...people,
  ].map(({ to, ...option }) => ({ ...option, choose: () => go(to) }));

  const failed = helpers.isError;
  const searching = text !== settled || helpers.isFetching;
  const count = options.length;
  useEffect(() => {
    if (text !== '' && !searching && !failed) announce(t('paletteCount', { count }));
  }, [announce, count, failed, searching, t, text]);

  const label = t(seesHelpers ? 'paletteWithHelpers' : 'paletteWithoutHelpers');
  return (
    <Dialog title={t('palette')} opened onClose={onClose}>
      <div className={classes.panel}>
        <OptionList
          label={label}
          placeholder={label}
          listLabel={t('paletteList')}
          typed={typed}
          onType={setTyped}
          options={options}
          onClose={onClose}
        >
          {failed && <p role="alert">{problemText(helpers.error)}</p>}
          {count === 0 && !searching && !failed && <p className={classes.note}>{t('paletteNone', { typed: text })}</p>}
        </OptionList>
      </div>
    </Dialog>
  );
}
