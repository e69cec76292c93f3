import { Link } from 'react-router';
import { useEventId } from '@/lib/current-event';
import { formatDate } from '@/lib/dates';
import { paths } from '@/lib/paths';
import { useSlotNames } from '@/lib/queries/slot-names';
import classes from './helper-page.module.css';
import type { Helper } from './helper-values';
import { useText } from './locale';

const states = { proposed: 'stateProposed', confirmed: 'stateConfirmed', declined: 'stateDeclined' } as const;

/** The slots that a helper has on coming dates, each with the way to its date. */
export function ComingSlots({ coming }: { coming: NonNullable<Helper['coming']> }) {
  const t = useText();
  const event = useEventId();
  const slotName = useSlotNames(event);
  return (
    <ul className={classes.coming}>
      {coming.map(({ date, slot, state }) => (
        <li key={`${date} ${slot}`}>
          <Link to={paths.day(event, date)}>{formatDate(date, 'weekday')}</Link> {slotName(slot)}, {t(states[state])}
        </li>
      ))}
    </ul>
  );
}
