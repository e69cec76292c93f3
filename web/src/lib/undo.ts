import { useSyncExternalStore } from 'react';
import { isPassing, isProblem } from './api/problem';

/** Something that can be taken back: said in one short sentence part, for example "Timekeeper 2, 5 Dec". */
export interface UndoStep {
  label: string;
  undo: () => Promise<void>;
  redo?: () => Promise<void>;
}

interface UndoState {
  done: readonly UndoStep[];
  undone: readonly UndoStep[];
  busy: boolean;
}

const longest = 50;
const empty: UndoState = { done: [], undone: [], busy: false };
let state = empty;
const listeners = new Set<() => void>();

function become(next: UndoState): void {
  state = next;
  listeners.forEach((listener) => listener());
}

/** One's own changes on this page, newest last. The log offers the rest. */
export const undoStack = {
  push(step: UndoStep): void {
    become({ ...state, done: [...state.done, step].slice(-longest), undone: [] });
  },
  /**
   * Takes the newest step back. A step that is refused leaves the stack: it was overtaken by somebody else's change.
   * Where nobody refused (no answer, no sign-in, a fault of the service) it stays, to be tried again.
   */
  undo: (): Promise<void> =>
    move(
      state.done.at(-1),
      (step) => step.undo(),
      (step, before) => ({
        done: before.done.slice(0, -1),
        undone: step.redo ? [...before.undone, step] : before.undone,
      }),
      (before) => ({ done: before.done.slice(0, -1), undone: before.undone }),
    ),
  redo: (): Promise<void> =>
    move(
      state.undone.at(-1),
      async (step) => step.redo?.(),
      (step, before) => ({ done: [...before.done, step], undone: before.undone.slice(0, -1) }),
      (before) => ({ done: before.done, undone: before.undone.slice(0, -1) }),
    ),
  clear: (): void => become(empty),
};

type Stacks = Pick<UndoState, 'done' | 'undone'>;

async function move(
  step: UndoStep | undefined,
  act: (step: UndoStep) => Promise<void>,
  moved: (step: UndoStep, before: UndoState) => Stacks,
  dropped: (before: UndoState) => Stacks,
): Promise<void> {
  if (!step || state.busy) return;
  become({ ...state, busy: true });
  try {
    await act(step);
    become({ ...moved(step, state), busy: false });
  } catch (error) {
    const refused = isProblem(error) && error.status < 500 && !isPassing(error);
    become({ ...(refused ? dropped(state) : state), busy: false });
    throw error;
  }
}

export function useUndoState(): UndoState {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => state,
  );
}
