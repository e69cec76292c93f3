import { useCallback, useMemo, useState } from 'react';
import { useNotices } from '@/components/notices';
import type { AssignmentState, Schedule, Slot } from '@/lib/api/types';
import { formatDate, type LocalDate } from '@/lib/dates';
import { keysHere } from '@/lib/keys';
import { isOpen, isReadOnly, placeKey, splitKey, type PlaceKey } from './board-model';
import { useText } from './locale';
import type { SlotChanges } from './use-slot-changes';

export interface Clipboard {
  date: LocalDate;
  slot: string;
  helper: { id: string; name: string };
  cut: boolean;
}

export interface Found {
  date: LocalDate;
  slot: Slot;
}

export interface BoardActions {
  clipboard: Clipboard | null;
  /** The slot, if the date has it and may be changed; otherwise says why not. */
  editable: (date: LocalDate, slot: string) => Found | null;
  find: (date: LocalDate, slot: string) => Found | null;
  move: (from: { date: LocalDate; slot: string }, to: { date: LocalDate; slot: string }) => void;
  copy: (date: LocalDate, slot: string, cut: boolean) => void;
  paste: (date: LocalDate, slot: string) => void;
  /** These two leave alone what may not be changed. */
  clear: (places: Iterable<PlaceKey>) => void;
  mark: (places: Iterable<PlaceKey>, state: AssignmentState) => void;
  dropClipboard: () => void;
}

/**
 * What keys, menu, drag and buttons do on the board, in one place. `schedules` are as shown, with what is on the way.
 */
export function useBoardActions(schedules: readonly Schedule[], changes: SlotChanges): BoardActions {
  const t = useText();
  const show = useNotices();
  const [clipboard, setClipboard] = useState<Clipboard | null>(null);
  const byDate = useMemo(() => new Map(schedules.map((schedule) => [schedule.date, schedule])), [schedules]);

  const find = useCallback(
    (date: LocalDate, id: string): Found | null => {
      const slot = byDate.get(date)?.slots.find((each) => each.id === id);
      return slot ? { date, slot } : null;
    },
    [byDate],
  );

  const editable = useCallback(
    (date: LocalDate, id: string): Found | null => {
      const schedule = byDate.get(date);
      const found = find(date, id);
      if (schedule && isReadOnly(schedule))
        show({ text: t('notEditable', { date: formatDate(date) }), kind: 'failure' });
      else if (!found) show({ text: t('noSlotHere'), kind: 'failure' });
      else return found;
      return null;
    },
    [byDate, find, show, t],
  );

  const move = useCallback<BoardActions['move']>(
    (from, to) => {
      const source = editable(from.date, from.slot);
      const target = editable(to.date, to.slot);
      if (!source?.slot.assignment || !target || (from.date === to.date && from.slot === to.slot)) return;
      if (from.date === to.date) void changes.swap(from.date, source.slot, target.slot);
      else if (isOpen(target.slot)) void changes.moveAcross(source, target);
      else show({ text: t('onlyOpenAcross'), kind: 'failure' });
    },
    [changes, editable, show, t],
  );

  const copy = useCallback<BoardActions['copy']>(
    (date, id, cut) => {
      const found = cut ? editable(date, id) : find(date, id);
      const assignment = found?.slot.assignment;
      if (!assignment) return;
      setClipboard({ date, slot: id, helper: { id: assignment.helper, name: assignment.name }, cut });
      show({ text: keysHere(t(cut ? 'cut' : 'copied', { helper: assignment.name })) });
    },
    [editable, find, show, t],
  );

  const paste = useCallback<BoardActions['paste']>(
    (date, id) => {
      if (!clipboard) {
        show({ text: t('nothingToPaste') });
        return;
      }
      if (clipboard.cut) {
        move(clipboard, { date, slot: id });
        setClipboard(null);
        return;
      }
      const target = editable(date, id);
      if (target) void changes.assign(date, target.slot, clipboard.helper);
    },
    [changes, clipboard, editable, move, show, t],
  );

  const changeable = useCallback(
    (places: Iterable<PlaceKey>) =>
      [...places].flatMap((place) => {
        const { date, slot } = splitKey(place);
        const schedule = byDate.get(date);
        const there = find(date, slot);
        return schedule && there && !isReadOnly(schedule) ? [there] : [];
      }),
    [byDate, find],
  );
  const clear = useCallback<BoardActions['clear']>(
    (places) => void changes.clear(changeable(places)),
    [changeable, changes],
  );
  const mark = useCallback<BoardActions['mark']>(
    (places, state) => void changes.setState(changeable(places), state),
    [changeable, changes],
  );

  const dropClipboard = useCallback(() => setClipboard(null), []);

  return useMemo(
    () => ({ clipboard, editable, find, move, copy, paste, clear, mark, dropClipboard }),
    [clipboard, editable, find, move, copy, paste, clear, mark, dropClipboard],
  );
}

export const keyOf = ({ date, slot }: Found): PlaceKey => placeKey(date, slot.id);
