import { describe, expect, it } from 'vitest';
import type { Slot } from '@/lib/api/types';
import { roles, schedule, slot } from '@/testing/fixtures';
import { isReadOnly, nextOpen, onlyOpen, rowGroups, slotState, toneOf, withPending } from './board-model';
import { moved, type Shape } from './grid-keys';

const anna = { helper: 'h-anna', name: 'Anna', state: 'confirmed' } as const;
const filled = (
  id: string,
  need: Slot['need'] = 'needed',
  state: 'confirmed' | 'proposed' | 'declined' = 'confirmed',
) => slot(id, need, { ...anna, state });
const catalogue = roles().roles;
const rowsOf = (groups: ReturnType<typeof rowGroups>) => groups.flatMap(({ rows }) => rows.map((row) => row.slot));

describe('the rows', () => {
  it('are the slots of all dates, by group and in the order of the catalogue, numbers as numbers', () => {
    const groups = rowGroups(
      [
        schedule('2026-12-05', [slot('marshal-10'), slot('marshal-2'), slot('run-director-1'), slot('other-1')]),
        schedule('2026-12-12', [slot('timekeeper-1'), slot('marshal-1')]),
      ],
      catalogue,
    );
    expect(groups.map(({ group }) => group)).toEqual(['lead', 'course', 'finish', 'more']);
    expect(rowsOf(groups)).toEqual([
      'run-director-1',
      'marshal-1',
      'marshal-2',
      'marshal-10',
      'timekeeper-1',
      'other-1',
    ]);
    expect(groups[0]?.rows[0]?.many).toBe(false);
    expect(groups[1]?.rows[0]?.many).toBe(true);
  });

  it('are those with an open slot on a date that may change', () => {
    const schedules = [
      schedule('2026-11-28', [slot('run-director-1')], { past: true }),
      schedule('2026-12-05', [
        filled('run-director-1'),
        filled('timekeeper-1', 'needed', 'declined'),
        filled('marshal-1'),
      ]),
      schedule('2026-12-12', [slot('marshal-1')], { status: 'cancelled' }),
    ];
    expect(rowsOf(onlyOpen(rowGroups(schedules, catalogue), schedules))).toEqual(['timekeeper-1']);
  });
});

describe('a date', () => {
  it.each([
    ['open', [slot('a-1'), slot('a-2', 'preferred')]],
    ['open', [filled('a-1', 'needed', 'declined')]],
    ['preferred', [filled('a-1'), slot('a-2', 'preferred')]],
    ['preferred', [filled('a-1', 'needed', 'proposed')]],
    ['full', [filled('a-1'), slot('a-2', 'extra')]],
  ] as const)('is %s', (tone, slots) => {
    expect(toneOf(schedule('2026-12-05', [...slots]))).toBe(tone);
  });

  it('can only be read when past, final or cancelled', () => {
    expect(isReadOnly(schedule('2026-12-05'))).toBe(false);
    expect(isReadOnly(schedule('2026-12-05', [], { past: true }))).toBe(true);
    expect(isReadOnly(schedule('2026-12-05', [], { status: 'final' }))).toBe(true);
    expect(isReadOnly(schedule('2026-12-05', [], { status: 'cancelled' }))).toBe(true);
  });

  it('leads from a filled slot to the next open one, needed before preferred, round the end', () => {
    const rows = ['a-1', 'a-2', 'a-3', 'a-4'].map((id) => ({ slot: id, role: 'a', many: true }));
    const date = schedule('2026-12-05', [slot('a-1'), slot('a-2'), slot('a-3', 'preferred'), filled('a-4')]);
    expect(nextOpen(date, rows, 'a-2')).toBe('a-1');
    expect(nextOpen(date, rows, 'a-1')).toBe('a-2');
    const later = schedule('2026-12-05', [filled('a-1'), slot('a-2'), slot('a-3', 'preferred'), filled('a-4')]);
    expect(nextOpen(later, rows, 'a-2')).toBe('a-3');
    expect(nextOpen(schedule('2026-12-05', [slot('a-1')]), rows, 'a-1')).toBeNull();
  });
});

describe('a slot', () => {
  it('has the state of its assignment, or its need, or is reserved', () => {
    expect(slotState(slot('a-1', 'preferred'))).toBe('preferred');
    expect(slotState(filled('a-1', 'needed', 'proposed'))).toBe('proposed');
    expect(slotState(filled('a-1'), true)).toBe('reserved');
  });

  it('shows what is on the way', () => {
    const there = filled('a-1');
    expect(withPending(there, undefined)).toBe(there);
    expect(withPending(there, { assignment: null, tentative: false })).toEqual(slot('a-1'));
    expect(withPending(slot('a-1'), { assignment: anna, tentative: false })).toEqual(there);
  });
});

describe('the keys', () => {
  const slots = () => [slot('run-director-1'), filled('marshal-1'), filled('marshal-2'), slot('timekeeper-1')];
  const schedules = [
    schedule('2026-12-05', slots()),
    schedule('2026-12-12', slots(), { past: true }),
    schedule('2026-12-19', slots()),
  ];
  const shape: Shape = { schedules, groups: rowGroups(schedules, catalogue) };
  const plain = { command: false, jump: false };

  it.each([
    ['ArrowDown', { row: 3, column: 0 }, { row: 3, column: 0 }],
    ['ArrowUp', { row: 0, column: 1 }, { row: -1, column: 1 }],
    ['ArrowUp', { row: -1, column: 1 }, { row: -1, column: 1 }],
    ['ArrowLeft', { row: 0, column: 0 }, { row: 0, column: 0 }],
    ['ArrowRight', { row: 0, column: 2 }, { row: 0, column: 2 }],
    ['End', { row: 1, column: 0 }, { row: 1, column: 2 }],
    ['PageDown', { row: 0, column: 0 }, { row: 1, column: 0 }],
    ['PageDown', { row: 3, column: 0 }, { row: 3, column: 0 }],
    ['PageUp', { row: 2, column: 0 }, { row: 1, column: 0 }],
    ['PageUp', { row: 1, column: 0 }, { row: 0, column: 0 }],
  ])('%s from %j lead to %j', (key, from, to) => {
    expect(moved(shape, from, { key, ...plain })).toEqual(to);
  });

  it('jump to the next open slot that way, over what is past, or stay', () => {
    const jump = { command: true, jump: true };
    expect(moved(shape, { row: 0, column: 0 }, { key: 'ArrowDown', ...jump })).toEqual({ row: 3, column: 0 });
    expect(moved(shape, { row: 0, column: 0 }, { key: 'ArrowRight', ...jump })).toEqual({ row: 0, column: 2 });
    expect(moved(shape, { row: 1, column: 0 }, { key: 'ArrowRight', ...jump })).toEqual({ row: 1, column: 0 });
  });

  it('leave other keys alone', () => {
    expect(moved(shape, { row: 0, column: 0 }, { key: 'm', ...plain })).toBeNull();
  });
});
