import type { Taken } from './assign-panel';
import type { BoardActions, Found } from './use-board-actions';
import type { SlotChanges } from './use-slot-changes';

/** Carries out what was chosen in the list: assigns, or moves somebody who has another slot on that date. */
export function take(
  changes: SlotChanges,
  actions: BoardActions,
  to: Found,
  { candidate, override }: Taken,
): Promise<boolean> {
  const from = candidate.slot && candidate.group === 'onDate' ? actions.find(to.date, candidate.slot) : null;
  if (from && from.slot.assignment?.helper === candidate.helper)
    return changes.swap(to.date, from.slot, to.slot, override);
  const helper = { id: candidate.helper, name: candidate.name };
  return changes.assign(to.date, to.slot, helper, override ? { override } : {});
}
