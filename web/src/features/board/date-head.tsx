import { memo } from 'react';
import { Icon, type IconName } from '@/components/icon';
import type { Schedule } from '@/lib/api/types';
import { formatDate } from '@/lib/dates';
import classes from './board-grid.module.css';
import { toneOf, type Tone } from './board-model';
import type { BoardText } from './locale';

export const toneIcons: Record<Tone, IconName> = { open: 'needed', preferred: 'preferred', full: 'confirmed' };

/** The counts of a date in words: what is open, else what is preferred or only proposed, else "full". */
export function toneWords(t: BoardText, schedule: Schedule, short = false): string {
  const { openNeeded, openPreferred, proposed } = schedule;
  if (openNeeded > 0) return t(short ? 'short-open' : 'tone-open', { count: openNeeded });
  if (openPreferred > 0) return t(short ? 'short-preferred' : 'tone-preferred', { count: openPreferred });
  if (proposed > 0) return t(short ? 'short-proposed' : 'tone-proposed', { count: proposed });
  return t('tone-full');
}

/** Head of a date's column: the date, how full it is, and its status in words. Enter or a click opens its dialog. */
export const DateHead = memo(function DateHead({
  schedule,
  language,
  t,
}: {
  schedule: Schedule;
  language: string;
  t: BoardText;
}) {
  const { date, status, special, past, reason } = schedule;
  const tone = toneOf(schedule);
  const cancelled = status === 'cancelled';
  return (
    <th
      scope="col"
      tabIndex={-1}
      data-head={date}
      data-status={status}
      aria-haspopup="dialog"
      className={classes.head}
      lang={language}
    >
      <span className={classes.date}>{formatDate(date, 'weekday')}</span>
      <span className={classes.status}>
        {t(`status-${status}`)}
        {special && `, ${t('special')}`}
        {past && `, ${t('past')}`}
      </span>
      <span className={classes.tone} data-tone={cancelled ? 'cancelled' : tone}>
        <Icon name={cancelled ? 'cancelled' : toneIcons[tone]} />
        {cancelled ? (reason ? t(`why-${reason.reason}`) : t('status-cancelled')) : toneWords(t, schedule, true)}
      </span>
    </th>
  );
});
