import type { Slot } from './api/types';

/** How loud a slot is shown: as its date is, red for what is needed, amber for what is preferred or only proposed. */
export type SlotTone = 'open' | 'preferred' | 'extra' | 'full';

export function slotTone({ need, assignment }: Pick<Slot, 'need' | 'assignment'>): SlotTone {
  if (assignment?.state === 'confirmed') return 'full';
  if (assignment?.state === 'proposed') return 'preferred';
  // Open, or open again.
  return need === 'needed' ? 'open' : need;
}
