import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Icon } from '@/components/icon';
import { Page } from '@/components/page';
import { EmptyState, QueryView } from '@/components/states';
import { isWaiting, useWaiting } from '@/lib/api/waiting';
import type { ScheduleRange } from '@/lib/api/types';
import { useEventId, useMyEvent } from '@/lib/current-event';
import { formatDate } from '@/lib/dates';
import { useRoleNames } from '@/lib/queries/roles';
import { scheduleRangeQuery } from '@/lib/queries/schedules';
import { useText } from './locale';
import { MyData } from './my-data';
import { isNumbered, openPlaces, placesOf, type Place } from './my-model';
import classes from './my-page.module.css';
import { placeOf, useMySlots } from './use-my-slots';

/** What concerns oneself: coming slots, open places to take, one's own data. Opening it changes nothing. */
export default function MyPage() {
  const t = useText();
  const event = useEventId();
  const mine = useMyEvent();
  const helper = mine?.helper?.helper;
  const range = useQuery(scheduleRangeQuery(event));
  return (
    <Page title={t('title')} narrow>
      {mine && helper === undefined ? (
        <EmptyState>{t('notLinked')}</EmptyState>
      ) : (
        helper !== undefined && (
          <>
            <QueryView query={range}>{(data) => <Slots event={event} helper={helper} range={data} />}</QueryView>
            <MyData event={event} helper={helper} />
          </>
        )
      )}
    </Page>
  );
}

function Slots({ event, helper, range }: { event: string; helper: string; range: ScheduleRange }) {
  const t = useText();
  const slots = useMySlots(event, helper);
  const mine = placesOf(helper, range.schedules);
  const open = openPlaces(helper, range.schedules);
  return (
    <>
      <section className={classes.section}>
        <h2>{t('next')}</h2>
        {mine.length === 0 && <p>{t('noNext')}</p>}
        {mine.map((place) => (
          <MySlot key={keyOf(place)} place={place} slots={slots} />
        ))}
      </section>
      <section className={classes.section}>
        <h2>{t('open')}</h2>
        {open.length === 0 && <p>{t('noOpen')}</p>}
        {open.map((place) => (
          <OpenPlace key={keyOf(place)} place={place} slots={slots} />
        ))}
      </section>
    </>
  );
}

const keyOf = ({ schedule, slot }: Place) => `${schedule.date} ${slot.id}`;

function MySlot({ place, slots }: { place: Place; slots: ReturnType<typeof useMySlots> }) {
  const t = useText();
  const names = useRoleNames();
  const [asking, setAsking] = useState(false);
  // Who thinks again stands at the button that had asked.
  const [kept, setKept] = useState(false);
  const { schedule, slot } = place;
  const words = { slot: names.slot(slot.id, isNumbered(place)), date: formatDate(schedule.date, 'weekday') };
  const state = slot.assignment?.state;
  const waits = isWaiting(useWaiting(), placeOf(place));
  const changeable = schedule.status === 'published' && state !== 'declined' && !waits;
  return (
    <div className={classes.card}>
      <div className={classes.what}>
        <strong>
          {words.date} {schedule.startTime}
        </strong>
        <span>{words.slot}</span>
        {state === 'proposed' && (
          <span className={classes.proposed}>
            <Icon name="proposed" /> {t('proposed')}
          </span>
        )}
        {state === 'declined' && (
          <span>
            <Icon name="declined" /> {t('declined')}
          </span>
        )}
        {waits && <Waits />}
      </div>
      {changeable && !asking && (
        <div className={classes.buttons}>
          {state === 'proposed' && (
            <button
              type="button"
              className={classes.primary}
              aria-label={t('confirmOf', words)}
              disabled={slots.busy}
              onClick={() => slots.confirm(place)}
            >
              {t('confirm')}
            </button>
          )}
          <button
            type="button"
            className={classes.button}
            aria-label={t('cannotComeOf', words)}
            autoFocus={kept}
            onClick={() => setAsking(true)}
          >
            {t('cannotCome')}
          </button>
        </div>
      )}
      {changeable && asking && (
        <div className={classes.buttons} role="group" aria-label={t('reallyCannot')}>
          <button
            type="button"
            className={classes.primary}
            disabled={slots.busy}
            autoFocus
            onClick={() => slots.handBack(place)}
          >
            {t('yesHandBack')}
          </button>
          <button
            type="button"
            className={classes.button}
            onClick={() => {
              setKept(true);
              setAsking(false);
            }}
          >
            {t('keep')}
          </button>
        </div>
      )}
    </div>
  );
}

function OpenPlace({ place, slots }: { place: Place; slots: ReturnType<typeof useMySlots> }) {
  const t = useText();
  const names = useRoleNames();
  const { schedule, slot } = place;
  const words = { slot: names.slot(slot.id, isNumbered(place)), date: formatDate(schedule.date, 'weekday') };
  const needed = slot.need === 'needed';
  const waits = isWaiting(useWaiting(), placeOf(place));
  return (
    <div className={classes.card}>
      <div className={classes.what}>
        <strong>{words.slot}</strong>
        <span>
          {words.date}, <Icon name={needed ? 'needed' : 'preferred'} /> {needed ? t('needed') : t('preferred')}
        </span>
        {waits && <Waits />}
      </div>
      {!waits && (
        <div className={classes.buttons}>
          <button
            type="button"
            className={classes.button}
            aria-label={t('takeOf', words)}
            disabled={slots.busy}
            onClick={() => slots.take(place)}
          >
            {t('take')}
          </button>
        </div>
      )}
    </div>
  );
}

/** The answer is kept on this device and not sent yet. */
function Waits() {
  const t = useText();
  return (
    <span className={classes.waits}>
      <Icon name="reserved" /> {t('waits')}
    </span>
  );
}
