import { memo } from 'react';
import { Icon, type IconName } from '@/components/icon';
import type { Slot } from '@/lib/api/types';
import { slotTone } from '@/lib/slot-tone';
import classes from './board-grid.module.css';
import { slotState, type SlotState } from './board-model';
import type { BoardText } from './locale';

export const stateIcons: Record<SlotState, IconName> = {
  confirmed: 'confirmed',
  proposed: 'proposed',
  declined: 'declined',
  needed: 'needed',
  preferred: 'preferred',
  extra: 'add',
  reserved: 'reserved',
};

export interface CellProps {
  /** The grid finds the slot of an event by these two. */
  date: string;
  id: string;
  /** Undefined where the date has no such slot. */
  slot: Slot | undefined;
  tentative: boolean;
  questioned: boolean;
  selected: boolean;
  cut: boolean;
  readOnly: boolean;
  hatched: boolean;
  t: BoardText;
}

/** A bare td: sixty of them times thirteen stay quick. Events, focus and dragging are the table's work. */
export const BoardCell = memo(function BoardCell(props: CellProps) {
  const { date, id, slot, tentative, questioned, selected, cut, readOnly, hatched, t } = props;
  const state = slot ? slotState(slot, tentative) : 'none';
  return (
    <td
      role="gridcell"
      tabIndex={-1}
      data-date={date}
      data-slot={id}
      data-state={state}
      data-tone={slot && slotTone(slot)}
      data-filled={slot?.assignment ? true : undefined}
      data-cut={cut || undefined}
      data-hatched={hatched || undefined}
      aria-selected={selected}
      aria-readonly={readOnly || !slot || undefined}
      className={classes.cell}
    >
      {slot && state !== 'none' ? (
        <span className={classes.content}>
          <Icon name={questioned ? 'warning' : stateIcons[state]} />
          <SlotWords slot={slot} state={state} t={t} />
          {questioned && <span className={classes.hidden}>, {t('state-question')}</span>}
        </span>
      ) : (
        <span className={classes.hidden}>{t('state-none')}</span>
      )}
    </td>
  );
});

/** The name with its state for those who hear it, or the word for an open slot. */
export function SlotWords({ slot, state, t }: { slot: Slot; state: SlotState; t: BoardText }) {
  const { assignment } = slot;
  if (!assignment) return <span className={classes.word}>{t(`state-${state}`)}</span>;
  return (
    <>
      <span className={classes.name} title={assignment.name}>
        {assignment.name}
      </span>
      <span className={classes.hidden}>
        , {t(`state-${state}`)}
        {assignment.archived && `, ${t('archived')}`}
      </span>
    </>
  );
}
