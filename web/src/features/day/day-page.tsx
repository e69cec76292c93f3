import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import controls from '@/components/controls.module.css';
import { Icon } from '@/components/icon';
import { Page } from '@/components/page';
import { EmptyState, QueryView } from '@/components/states';
import { isProblem } from '@/lib/api/problem';
import type { Schedule } from '@/lib/api/types';
import { useEventId, useMay } from '@/lib/current-event';
import { formatDate, type LocalDate } from '@/lib/dates';
import { paths } from '@/lib/paths';
import { scheduleQuery, scheduleRangeQuery } from '@/lib/queries/schedules';
import { isFilled, isMissing, neighbours } from './day-model';
import classes from './day-page.module.css';
import { useText } from './locale';
import { SlotList } from './slot-list';
import { StatusLine } from './status-line';

/** One date for somebody in a field with a phone: who is missing, who does what, whom to call. */
export default function DayPage() {
  const t = useText();
  const event = useEventId();
  const { date } = useParams();
  const range = useQuery(scheduleRangeQuery(event));
  const mayPlan = useMay('runDirector');
  if (date) return <Day event={event} date={date} dates={range.data?.schedules.map((each) => each.date) ?? []} />;
  const next = range.data?.schedules[0]?.date;
  if (next) return <Day event={event} date={next} dates={range.data?.schedules.map((each) => each.date) ?? []} />;
  return (
    <Page title={t('title')}>
      <QueryView query={range}>{() => <EmptyState>{mayPlan ? t('noneToCome') : t('none')}</EmptyState>}</QueryView>
    </Page>
  );
}

function Day({ event, date, dates }: { event: string; date: LocalDate; dates: readonly LocalDate[] }) {
  const t = useText();
  const query = useQuery(scheduleQuery(event, date));
  const noEvent = isProblem(query.error, 'noEventThatDay');
  const title = query.data
    ? `${formatDate(date, 'weekday')} ${query.data.startTime}`
    : /^\d{4}-\d\d-\d\d$/.test(date)
      ? formatDate(date, 'weekday')
      : t('title');
  return (
    <Page
      title={title}
      narrow
      actions={
        <span className={classes.onScreen}>
          <Button variant="default" onClick={() => window.print()}>
            {t('print')}
          </Button>
        </span>
      }
    >
      <DateChoice event={event} date={date} dates={dates} />
      {noEvent ? (
        <EmptyState>{t('noEventThatDay', { date: formatDate(date, 'long') })}</EmptyState>
      ) : (
        <QueryView query={query}>{(schedule) => <Roster event={event} schedule={schedule} />}</QueryView>
      )}
    </Page>
  );
}

function DateChoice({ event, date, dates }: { event: string; date: LocalDate; dates: readonly LocalDate[] }) {
  const t = useText();
  const navigate = useNavigate();
  const { earlier, later } = neighbours(dates, date);
  const choices = dates.includes(date) ? dates : [...dates, date].sort();
  const valid = choices.filter((each) => /^\d{4}-\d\d-\d\d$/.test(each));
  const step = (to: LocalDate | undefined, label: string, icon: 'left' | 'right') =>
    to ? (
      <Link className={classes.step} to={paths.day(event, to)} aria-label={label}>
        <Icon name={icon} />
      </Link>
    ) : (
      <span className={classes.step} aria-hidden="true">
        <Icon name={icon} />
      </span>
    );
  return (
    <div className={classes.dates}>
      {step(earlier, t('earlier'), 'left')}
      <select
        className={classes.select}
        aria-label={t('date')}
        value={date}
        onChange={(change) => void navigate(paths.day(event, change.target.value))}
      >
        {valid.map((each) => (
          <option key={each} value={each}>
            {formatDate(each, 'weekday')}
          </option>
        ))}
      </select>
      {step(later, t('later'), 'right')}
    </div>
  );
}

function Roster({ event, schedule }: { event: string; schedule: Schedule }) {
  const t = useText();
  const mayPlan = useMay('runDirector');
  const [missingOnly, setMissingOnly] = useState(false);
  const { slots } = schedule;
  const missing = slots.filter(isMissing);
  const cancelled = schedule.status === 'cancelled';
  return (
    <>
      <StatusLine schedule={schedule} />
      {!cancelled && (
        <>
          <p className={classes.counts}>
            {t('openNeeded', { count: schedule.openNeeded })}{' '}
            {schedule.openPreferred > 0 && t('openPreferred', { count: schedule.openPreferred })}{' '}
            {t('filled', { count: slots.filter(isFilled).length, all: slots.length })}
          </p>
          <div className={classes.filter} role="group" aria-label={t('show')}>
            <button
              type="button"
              className={classes.toggle}
              aria-pressed={missingOnly}
              onClick={() => setMissingOnly(true)}
            >
              {t('missing', { count: missing.length })}
            </button>
            <button
              type="button"
              className={classes.toggle}
              aria-pressed={!missingOnly}
              onClick={() => setMissingOnly(false)}
            >
              {t('all', { count: slots.length })}
            </button>
          </div>
        </>
      )}
      {missingOnly && missing.length === 0 ? (
        <p>{t('nobodyMissing')}</p>
      ) : (
        <SlotList schedule={schedule} slots={missingOnly && !cancelled ? missing : slots} />
      )}
      {schedule.reserve.length > 0 && (
        <section className={classes.reserve}>
          <h2>{t('reserve')}</h2>
          <ul>
            {schedule.reserve.map(({ helper, name }) => (
              <li key={helper}>{name}</li>
            ))}
          </ul>
        </section>
      )}
      {mayPlan && (
        <p className={classes.foot}>
          <Link className={controls.link} to={paths.board(event)}>
            {t('toBoard')}
          </Link>
        </p>
      )}
    </>
  );
}
