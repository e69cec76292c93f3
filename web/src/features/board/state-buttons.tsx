import type { AssignmentState } from '@/lib/api/types';
import { useText } from './locale';
import classes from './phone-board.module.css';

const states = [
  ['confirmed', 'markConfirmed'],
  ['proposed', 'markProposed'],
  ['declined', 'markDeclined'],
] as const;

/** The other states that an assignment may take, one tap each. */
export function StateButtons(props: { state: AssignmentState; onState: (state: AssignmentState) => void }) {
  const { state: present, onState } = props;
  const t = useText();
  return (
    <div className={classes.states}>
      {states
        .filter(([state]) => state !== present)
        .map(([state, label]) => (
          <button key={state} type="button" className={classes.stateButton} onClick={() => onState(state)}>
            {t(label)}
          </button>
        ))}
    </div>
  );
}
