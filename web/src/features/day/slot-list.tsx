import { Icon, type IconName } from '@/components/icon';
import type { Schedule, Slot } from '@/lib/api/types';
import { dialling } from '@/lib/dialling';
import { slotTone } from '@/lib/slot-tone';
import { useRoleNames } from '@/lib/queries/roles';
import { rolesWithSeveralSlots, stateOf, type SlotState } from './day-model';
import classes from './day-page.module.css';
import { useText } from './locale';

const icons: Record<SlotState, IconName> = {
  confirmed: 'confirmed',
  proposed: 'proposed',
  declined: 'declined',
  needed: 'needed',
  preferred: 'preferred',
  extra: 'preferred',
};

const words = {
  confirmed: 'stateConfirmed',
  proposed: 'stateProposed',
  declined: 'stateDeclined',
  needed: 'stateNeeded',
  preferred: 'statePreferred',
  extra: 'stateExtra',
} as const satisfies Record<SlotState, string>;

/** One row for each slot; printed with an empty box to tick. */
export function SlotList({ schedule, slots }: { schedule: Schedule; slots: readonly Slot[] }) {
  const several = rolesWithSeveralSlots(schedule);
  return (
    <ul className={classes.slots}>
      {slots.map((slot) => (
        <SlotRow key={slot.id} slot={slot} numbered={several.has(slot.role)} />
      ))}
    </ul>
  );
}

function SlotRow({ slot, numbered }: { slot: Slot; numbered: boolean }) {
  const t = useText();
  const names = useRoleNames();
  const state = stateOf(slot);
  const { assignment } = slot;
  return (
    <li className={classes.slot} data-state={state} data-tone={slotTone(slot)}>
      <span className={classes.box} aria-hidden="true" />
      <span className={classes.who}>
        <strong>
          {assignment ? (
            assignment.name
          ) : (
            <>
              <Icon name={icons[state]} /> {t(words[state])}
            </>
          )}
        </strong>
        <span className={classes.role}>{names.slot(slot.id, numbered)}</span>
      </span>
      {assignment && (
        <span className={classes.state}>
          <Icon name={icons[state]} />
          <span>
            {t(words[state])}
            {assignment.archived && `, ${t('archived')}`}
          </span>
        </span>
      )}
      {assignment?.phone && (
        <a className={classes.call} href={dialling(assignment.phone)}>
          <Icon name="call" />
          <span className={classes.hidden}>{t('call', { name: assignment.name })}</span>{' '}
          <span className={classes.phone}>{assignment.phone}</span>
        </a>
      )}
    </li>
  );
}
