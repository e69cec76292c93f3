import type { Schedule } from '@/lib/api/types';
import { isOpen, isReadOnly, type RowGroup } from './board-model';

/** A place in the grid: row -1 is the head; both count from 0. */
export interface Position {
  row: number;
  column: number;
}

export interface Shape {
  groups: readonly RowGroup[];
  schedules: readonly Schedule[];
}

export interface Press {
  key: string;
  /** Ctrl, on a Mac Command. */
  command: boolean;
  /** Ctrl, on a Mac Option: jump to the next open slot. */
  jump: boolean;
}

const steps: Record<string, readonly [number, number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** Where a key of movement leads, or null if the key is none. Never wraps. */
export function moved(shape: Shape, from: Position, press: Press): Position | null {
  const lastRow = shape.groups.reduce((sum, { rows }) => sum + rows.length, 0) - 1;
  const lastColumn = shape.schedules.length - 1;
  const step = steps[press.key];
  if (step) {
    if (press.jump) return nextOpenThatWay(shape, from, step, lastRow, lastColumn) ?? from;
    return {
      row: Math.max(-1, Math.min(lastRow, from.row + step[0])),
      column: Math.max(0, Math.min(lastColumn, from.column + step[1])),
    };
  }
  switch (press.key) {
    case 'Home':
      return press.command ? { row: 0, column: 0 } : { ...from, column: 0 };
    case 'End':
      return press.command ? { row: lastRow, column: lastColumn } : { ...from, column: lastColumn };
    case 'PageUp':
    case 'PageDown':
      return { ...from, row: groupRow(shape.groups, from.row, press.key === 'PageDown') };
    default:
      return null;
  }
}

function nextOpenThatWay(
  { groups, schedules }: Shape,
  from: Position,
  [down, right]: readonly [number, number],
  lastRow: number,
  lastColumn: number,
): Position | null {
  const rows = groups.flatMap((group) => group.rows);
  for (let row = from.row + down, column = from.column + right; ; row += down, column += right) {
    if (row < 0 || row > lastRow || column < 0 || column > lastColumn) return null;
    const schedule = schedules[column];
    const slot = schedule?.slots.find(({ id }) => id === rows[row]?.slot);
    if (schedule && slot && isOpen(slot) && !isReadOnly(schedule)) return { row, column };
  }
}

/** First row of the next or the previous group; within a group, up leads to its own first row. */
function groupRow(groups: readonly RowGroup[], row: number, forward: boolean): number {
  const starts: number[] = [];
  let at = 0;
  for (const { rows } of groups) {
    starts.push(at);
    at += rows.length;
  }
  if (forward) return starts.find((start) => start > row) ?? Math.max(at - 1, 0);
  return starts.findLast((start) => start < row) ?? 0;
}
