import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo, useRef, useState } from 'react';
import { useNotices } from '@/components/notices';
import { useAgo } from '@/components/use-ago';
import { useProblemText } from '@/components/use-problem-text';
import { isPassing, isProblem } from '@/lib/api/problem';
import type { Assignment, AssignmentState, Holder, ScheduleChange, Slot, Warning } from '@/lib/api/types';
import { formatDate, type LocalDate } from '@/lib/dates';
import { undoStack } from '@/lib/undo';
import { boardCommands, type SlotEdit } from './board-commands';
import { holderOf, placeKey, withAssignment, type Pending, type PlaceKey } from './board-model';
import { useText } from './locale';
import { takenText, type HelperRef, type Question } from './question';
import { useWarningsText } from './warning-text';

interface Step {
  date: LocalDate;
  run: (opId: string) => Promise<ScheduleChange>;
}

export interface SlotChanges {
  /** What is on the way, by slot; shown instead of what the server said last. */
  pending: ReadonlyMap<PlaceKey, Pending>;
  questions: ReadonlyMap<PlaceKey, Question>;
  dismiss: (place: PlaceKey) => void;
  assign: (
    date: LocalDate,
    slot: Slot,
    helper: HelperRef,
    more?: { state?: AssignmentState; override?: string },
  ) => Promise<boolean>;
  setState: (places: readonly { date: LocalDate; slot: Slot }[], state: AssignmentState) => Promise<void>;
  clear: (places: readonly { date: LocalDate; slot: Slot }[]) => Promise<void>;
  /** Exchanges two slots of one date; moves if one is open. */
  swap: (date: LocalDate, from: Slot, to: Slot, override?: string) => Promise<boolean>;
  /** From one date to an open slot of another: two changes, undone together. */
  moveAcross: (from: { date: LocalDate; slot: Slot }, to: { date: LocalDate; slot: Slot }) => Promise<boolean>;
  createHelper: (name: string) => Promise<HelperRef | null>;
}

/** The slot commands of the board: shown at once, undoable, and with an answer when two people edit the same slot. */
export function useSlotChanges(event: string, slotName: (slot: string) => string): SlotChanges {
  const client = useQueryClient();
  const commands = useMemo(() => boardCommands(client, event), [client, event]);
  const show = useNotices();
  const t = useText();
  const problemText = useProblemText();
  const ago = useAgo();
  const warningsText = useWarningsText();
  const [pending, setPending] = useState<ReadonlyMap<PlaceKey, Pending>>(new Map());
  const [questions, setQuestions] = useState<ReadonlyMap<PlaceKey, Question>>(new Map());

  /** Shows `value` at these slots (null: what the server says); with `only`, where nothing else is shown by now. */
  const put = useCallback((places: readonly PlaceKey[], value: Pending | null, only?: readonly Pending[]) => {
    setPending((before) => {
      const after = new Map(before);
      for (const place of places) {
        const there = before.get(place);
        if (only && !(there && only.includes(there))) continue;
        if (value) after.set(place, value);
        else after.delete(place);
      }
      return after;
    });
  }, []);
  /** The unsent changes that wait for a person's answer: send again, or drop. */
  const unsent = useRef(new Map<PlaceKey, (again: boolean) => void>());
  const ask = useCallback((place: PlaceKey, question: Question | null) => {
    unsent.current.get(place)?.(false);
    unsent.current.delete(place);
    setQuestions((before) => {
      const after = new Map(before);
      if (question) after.set(place, question);
      else after.delete(place);
      return after;
    });
  }, []);
  /** No answer came: what was chosen stays in sight, with a question on its slot, until somebody decides. */
  const askAgain = useCallback(
    (place: PlaceKey, what: string, error: unknown) =>
      new Promise<boolean>((resolve) => {
        const again = () => {
          unsent.current.delete(place);
          ask(place, null);
          resolve(true);
        };
        ask(place, { kind: 'unsent', what, error, again });
        unsent.current.set(place, resolve);
        show({ text: `${t('unsent', { what })} ${problemText(error)}`, kind: 'failure' });
      }),
    [ask, problemText, show, t],
  );
  const refresh = useCallback(
    () => client.invalidateQueries({ queryKey: ['events', event, 'schedules'] }),
    [client, event],
  );

  /**
   * Runs the steps in their order and makes them one thing to undo, the last first. A step without an answer is sent
   * again, as the same command, when somebody says so at `place`. The rules' warnings about what has been done.
   */
  const perform = useCallback(
    async (label: string, place: PlaceKey, steps: readonly Step[]): Promise<readonly Warning[]> => {
      const warnings: Warning[] = [];
      let ops: { date: LocalDate; op: string }[] = [];
      const forward = async (ids: readonly string[]) => {
        for (const [at, { date, run }] of steps.entries()) {
          if (at < ops.length) continue;
          const change = await run(ids[at]!);
          ops.push({ date, op: change.op });
          warnings.push(...change.warnings);
        }
      };
      const newIds = () => steps.map(() => crypto.randomUUID());
      const ids = newIds();
      try {
        for (let sent = false; !sent;) {
          try {
            await forward(ids);
            sent = true;
          } catch (error) {
            if (!isPassing(error) || !(await askAgain(place, label, error))) throw error;
          }
        }
        return warnings;
      } finally {
        if (ops.length > 0) {
          undoStack.push({
            label,
            undo: async () => {
              for (const { date, op } of [...ops].reverse()) await commands.undo(date, op);
            },
            redo: () => {
              ops = [];
              return forward(newIds());
            },
          });
        }
      }
    },
    [askAgain, commands],
  );

  /**
   * What follows a refusal of the step at `edit`. A conflict over that slot becomes a question on it, which repeats the
   * change against `holder`, who is there now; the rest is said. True if what was wanted is there already.
   */
  const refused = useCallback(
    async (
      error: unknown,
      edit: { date: LocalDate; slot: string },
      mine: HelperRef | null,
      again: (holder: Holder | null) => void,
    ): Promise<boolean> => {
      const date = formatDate(edit.date);
      if (isPassing(error)) {
        // Somebody has seen that it was not sent, and dropped it.
        void refresh();
        return false;
      }
      await refresh();
      const facts = isProblem(error) ? (error.document.facts as Record<string, string> | undefined) : undefined;
      // A slot that somebody has filled is `slotTaken`; one that somebody has emptied is `changedSince`.
      const conflict = (isProblem(error, 'slotTaken') || isProblem(error, 'changedSince')) && facts?.slot === edit.slot;
      if (mine && conflict) {
        const holder = (error.document.holder as Holder | undefined) ?? null;
        if (holder?.helper === mine.id) return true;
        ask(placeKey(edit.date, edit.slot), { kind: 'taken', mine, holder, use: () => again(holder) });
        show({ text: takenText(t, ago, holder, mine), kind: 'failure' });
        return false;
      }
      if (isProblem(error, 'alreadyOnDate') && mine) {
        const other = facts?.slot;
        const text = other
          ? t('alreadyOnDate', { helper: mine.name, date, slot: slotName(other) })
          : t('alreadyOnDateUnknown', { helper: mine.name, date });
        show({ text, kind: 'failure' });
        return false;
      }
      const text = isProblem(error) && error.status === 409 ? t('notFitting', { date }) : problemText(error);
      show({ text, kind: 'failure' });
      return false;
    },
    [ago, ask, problemText, refresh, show, slotName, t],
  );
  /** Says what has been done, and what the rules say of it, unless a reason for it was given. */
  const done = useCallback(
    (text: string, warnings: readonly Warning[], override?: string) =>
      show({ text: [text, ...(override ? [] : warningsText(warnings))].join(' ') }),
    [show, warningsText],
  );

  const assignRef = useRef<SlotChanges['assign']>(() => Promise.resolve(false));

  const assign = useCallback<SlotChanges['assign']>(
    async (date, slot, helper, more = {}) => {
      const place = placeKey(date, slot.id);
      const state = more.state ?? 'confirmed';
      const assignment: Assignment = { helper: helper.id, name: helper.name, state };
      const edit: SlotEdit = { date, slot: slot.id, helper: helper.id, expect: holderOf(slot), ...more };
      ask(place, null);
      const sent: Pending = { assignment, tentative: false };
      const reserved: Pending = { assignment, tentative: true };
      put([place], sent);
      try {
        const warnings = await perform(t('stepSlot', { slot: slotName(slot.id), date: formatDate(date) }), place, [
          {
            date,
            run: (opId) =>
              commands.setAssignment(edit, opId, () => {
                put([place], reserved, [sent]);
                show({ text: t('reservedNote') });
              }),
          },
        ]);
        const sentence = state === 'confirmed' ? 'nowIn' : state === 'proposed' ? 'nowProposed' : 'nowDeclined';
        const text = t(sentence, { helper: helper.name, slot: slotName(slot.id), date: formatDate(date) });
        // Another state says nothing new about the rules.
        done(text, more.state ? [] : warnings, more.override);
        return true;
      } catch (error) {
        return await refused(error, edit, helper, (holder) => {
          void assignRef.current(date, withAssignment(slot, holder), helper, more);
        });
      } finally {
        // A later choice for this slot may be on its way.
        put([place], null, [sent, reserved]);
      }
    },
    [ask, commands, done, perform, put, refused, show, slotName, t],
  );
  assignRef.current = assign;

  const setState = useCallback<SlotChanges['setState']>(
    async (places, state) => {
      const filled = places.filter(({ slot }) => slot.assignment && slot.assignment.state !== state);
      for (const { date, slot } of filled) {
        const { helper, name } = slot.assignment!;
        await assign(date, slot, { id: helper, name }, { state });
      }
    },
    [assign],
  );

  const clear = useCallback<SlotChanges['clear']>(
    async (places) => {
      const filled = places.filter(({ slot }) => slot.assignment);
      const first = filled[0];
      if (!first) return;
      const keys = filled.map(({ date, slot }) => placeKey(date, slot.id));
      const label =
        filled.length === 1
          ? t('stepSlot', { slot: slotName(first.slot.id), date: formatDate(first.date) })
          : t('stepSlots', { count: filled.length });
      keys.forEach((key) => ask(key, null));
      const sent: Pending = { assignment: null, tentative: false };
      put(keys, sent);
      let at = first;
      try {
        await perform(
          label,
          placeKey(first.date, first.slot.id),
          filled.map(({ date, slot }) => ({
            date,
            run: (opId) => {
              at = { date, slot };
              return commands.setAssignment({ date, slot: slot.id, helper: null, expect: holderOf(slot) }, opId);
            },
          })),
        );
        show({
          text:
            filled.length === 1
              ? t('nowOpen', { slot: slotName(first.slot.id), date: formatDate(first.date) })
              : `${t('clearSelected')}: ${label}.`,
        });
      } catch (error) {
        await refused(error, { date: at.date, slot: at.slot.id }, null, () => undefined);
      } finally {
        put(keys, null, [sent]);
      }
    },
    [ask, commands, perform, put, refused, show, slotName, t],
  );

  const swapRef = useRef<SlotChanges['swap']>(() => Promise.resolve(false));

  const swap = useCallback<SlotChanges['swap']>(
    async (date, from, to, override) => {
      const keys = [placeKey(date, from.id), placeKey(date, to.id)] as const;
      keys.forEach((key) => ask(key, null));
      const sent = [to, from].map(({ assignment = null }): Pending => ({ assignment, tentative: false }));
      sent.forEach((value, at) => put([keys[at]!], value));
      const mine = from.assignment ? { id: from.assignment.helper, name: from.assignment.name } : null;
      const expect: [string | null, string | null] = [holderOf(from), holderOf(to)];
      try {
        const warnings = await perform(t('stepSlot', { slot: slotName(to.id), date: formatDate(date) }), keys[1], [
          {
            date,
            run: (opId) =>
              commands.swap({ date, slots: [from.id, to.id], expect, ...(override ? { override } : {}) }, opId),
          },
        ]);
        const text =
          to.assignment && from.assignment
            ? t('swapped', { slot: slotName(from.id), other: slotName(to.id), date: formatDate(date) })
            : t('moved', { helper: mine?.name ?? '', slot: slotName(to.id), date: formatDate(date) });
        done(text, warnings, override);
        return true;
      } catch (error) {
        return await refused(error, { date, slot: to.id }, mine, (holder) => {
          void swapRef.current(date, from, withAssignment(to, holder), override);
        });
      } finally {
        put(keys, null, sent);
      }
    },
    [ask, commands, done, perform, put, refused, slotName, t],
  );
  swapRef.current = swap;

  const moveRef = useRef<SlotChanges['moveAcross']>(() => Promise.resolve(false));

  const moveAcross = useCallback<SlotChanges['moveAcross']>(
    async (from, to) => {
      const assignment = from.slot.assignment;
      if (!assignment) return false;
      const keys = [placeKey(from.date, from.slot.id), placeKey(to.date, to.slot.id)] as const;
      const sent = [null, assignment].map((each): Pending => ({ assignment: each, tentative: false }));
      sent.forEach((value, at) => put([keys[at]!], value));
      const mine = { id: assignment.helper, name: assignment.name };
      keys.forEach((key) => ask(key, null));
      let at = to;
      try {
        const label = t('stepSlot', { slot: slotName(to.slot.id), date: formatDate(to.date) });
        const warnings = await perform(label, keys[1], [
          {
            date: to.date,
            run: (opId) => {
              at = to;
              const edit = { date: to.date, slot: to.slot.id, helper: mine.id, expect: holderOf(to.slot) };
              return commands.setAssignment(edit, opId);
            },
          },
          {
            date: from.date,
            run: (opId) => {
              at = from;
              return commands.setAssignment(
                { date: from.date, slot: from.slot.id, helper: null, expect: mine.id },
                opId,
              );
            },
          },
        ]);
        done(t('moved', { helper: mine.name, slot: slotName(to.slot.id), date: formatDate(to.date) }), warnings);
        return true;
      } catch (error) {
        // Who has left the first slot meanwhile is not moved from it: there is nothing to choose there.
        const chosen = at === to ? mine : null;
        return await refused(error, { date: at.date, slot: at.slot.id }, chosen, (holder) => {
          void moveRef.current(from, { date: to.date, slot: withAssignment(to.slot, holder) });
        });
      } finally {
        put(keys, null, sent);
      }
    },
    [ask, commands, done, perform, put, refused, slotName, t],
  );
  moveRef.current = moveAcross;

  const createHelper = useCallback<SlotChanges['createHelper']>(
    async (name) => {
      try {
        return await commands.createHelper(name);
      } catch (error) {
        show({ text: problemText(error), kind: 'failure' });
        return null;
      }
    },
    [commands, problemText, show],
  );

  const dismiss = useCallback((place: PlaceKey) => ask(place, null), [ask]);

  return useMemo(
    () => ({ pending, questions, dismiss, assign, setState, clear, swap, moveAcross, createHelper }),
    [pending, questions, dismiss, assign, setState, clear, swap, moveAcross, createHelper],
  );
}
