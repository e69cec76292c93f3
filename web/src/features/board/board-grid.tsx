import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent, type MouseEvent } from 'react';
import { flushSync } from 'react-dom';
import { Popover } from '@/components/popover';
import type { Schedule } from '@/lib/api/types';
import { formatDate, type LocalDate } from '@/lib/dates';
import { isCommand, isJump } from '@/lib/keys';
import { useLanguage } from '@/lib/use-language';
import { AssignPanel, type Taken } from './assign-panel';
import { BoardCell } from './board-cell';
import classes from './board-grid.module.css';
import { isOpen, isReadOnly, nextOpen, placeKey, type PlaceKey, type RowGroup } from './board-model';
import { candidatesQuery } from './candidates';
import { DateHead } from './date-head';
import { moved, type Position } from './grid-keys';
import { useText } from './locale';
import { QuestionPanel } from './question-panel';
import { SlotMenu } from './slot-menu';
import { take } from './take';
import type { BoardActions } from './use-board-actions';
import { useDrag, type Place } from './use-drag';
import { useRovingCell } from './use-roving-cell';
import type { Selection } from './use-selection';
import type { SlotChanges } from './use-slot-changes';

const prefetchAfter = 120;

interface Opened extends Place {
  what: 'assign' | 'menu';
  anchor: HTMLElement;
}

/** The grid of roles and dates: keys as of the APG data grid, pointer, drag; the pop-over at the slot. */
export function BoardGrid(props: {
  event: string;
  eventName: string;
  /** As shown: with what is on the way. */
  schedules: readonly Schedule[];
  groups: readonly RowGroup[];
  slotName: (slot: string) => string;
  changes: SlotChanges;
  actions: BoardActions;
  selection: Selection;
  mayEdit: boolean;
  mayCreate: boolean;
  compact: boolean;
  onOpenDate: (date: LocalDate) => void;
}) {
  const {
    event,
    eventName,
    schedules,
    groups,
    slotName,
    changes,
    actions,
    selection,
    mayEdit,
    mayCreate,
    compact,
    onOpenDate,
  } = props;
  const t = useText();
  const language = useLanguage();
  const client = useQueryClient();
  const table = useRef<HTMLTableElement>(null);
  const { focusCell, focusPlace, onFocus } = useRovingCell(table);
  const [opened, setOpened] = useState<Opened | null>(null);
  const rows = useMemo(() => groups.flatMap((group) => group.rows), [groups]);
  const { clipboard } = actions;

  useDrag(table, mayEdit, actions.move);

  const cellAt = ({ row, column }: Position): HTMLElement | null => {
    const date = schedules[column]?.date;
    const slot = rows[row]?.slot;
    const place = row < 0 ? `[data-head="${date}"]` : `[data-date="${date}"][data-slot="${slot}"]`;
    return table.current?.querySelector<HTMLElement>(place) ?? null;
  };
  const positionOf = (cell: HTMLElement): Position => ({
    row: rows.findIndex(({ slot }) => slot === cell.dataset.slot),
    column: schedules.findIndex(({ date }) => date === (cell.dataset.date ?? cell.dataset.head)),
  });

  const open = (what: Opened['what'], cell: HTMLElement) => {
    const { date = '', slot = '' } = cell.dataset;
    const found = what === 'menu' ? actions.find(date, slot) : mayEdit ? actions.editable(date, slot) : null;
    if (found) setOpened({ what, anchor: cell, date, slot });
  };
  const close = useCallback(() => setOpened(null), []);
  const closeAndReturn = () => {
    const anchor = opened?.anchor;
    close();
    if (anchor?.isConnected) focusCell(anchor);
  };

  const onTake = (taken: Taken) => {
    if (!opened) return;
    const { date, slot } = opened;
    const schedule = schedules.find((each) => each.date === date);
    const found = actions.editable(date, slot);
    closeAndReturn();
    if (!schedule || !found) return;
    void take(changes, actions, found, taken);
    const next = taken.stay ? null : nextOpen(schedule, rows, slot);
    if (next) focusPlace(date, next);
  };
  const onCreate = async (name: string) => {
    if (!opened) return;
    const { date, slot } = opened;
    closeAndReturn();
    const helper = await changes.createHelper(name);
    const found = helper && actions.find(date, slot);
    if (helper && found) await changes.assign(date, found.slot, helper);
  };

  const onKeyDown = (press: KeyboardEvent<HTMLTableElement>) => {
    const cell = (press.target as HTMLElement).closest<HTMLElement>('[data-slot],[data-head]');
    if (!cell || press.defaultPrevented) return;
    const command = isCommand(press);
    const jump = isJump(press);
    const to = moved({ groups, schedules }, positionOf(cell), { key: press.key, command, jump });
    if (to) {
      press.preventDefault();
      const target = cellAt(to);
      if (!target) return;
      if (press.shiftKey && !jump) selection.extend(cell, target);
      focusCell(target);
      return;
    }
    if (cell.dataset.head) {
      if (press.key === 'Enter' || press.key === ' ') {
        press.preventDefault();
        onOpenDate(cell.dataset.head);
      }
      return;
    }
    onCellKey(press, cell, command);
  };

  const onCellKey = (press: KeyboardEvent, cell: HTMLElement, command: boolean) => {
    const { date = '', slot = '' } = cell.dataset;
    const act = (action: () => void) => {
      press.preventDefault();
      action();
    };
    const { key } = press;
    if (key === 'Enter' || key === 'F2') act(() => open('assign', cell));
    else if (key === 'ContextMenu' || (key === 'F10' && press.shiftKey)) act(() => open('menu', cell));
    else if (key === 'Escape') act(() => (selection.clear(), actions.dropClipboard()));
    else if (key === ' ' && mayEdit) act(() => selection.toggle(cell));
    else if (command && key === 'a' && mayEdit) act(selection.all);
    else if (command && key === 'c') act(() => actions.copy(date, slot, false));
    else if (command && key === 'x' && mayEdit) act(() => actions.copy(date, slot, true));
    else if (command && key === 'v' && mayEdit) act(() => actions.paste(date, slot));
    else if ((key === 'Delete' || key === 'Backspace') && mayEdit) {
      act(() => actions.clear(selection.places.size > 0 ? selection.places : [placeKey(date, slot)]));
    } else if (isTyping(press)) {
      // Opened before the key's default action, so that the character lands in the field by itself.
      flushSync(() => open('assign', cell));
    }
  };

  const onClick = (click: MouseEvent<HTMLTableElement>) => {
    const cell = (click.target as HTMLElement).closest<HTMLElement>('[data-slot],[data-head]');
    if (!cell) return;
    if (cell.dataset.head) onOpenDate(cell.dataset.head);
    else if (!mayEdit) focusCell(cell);
    else if (click.shiftKey) selection.extend(document.activeElement as HTMLElement | null, cell);
    else if (click.ctrlKey || click.metaKey) selection.toggle(cell);
    else open('assign', cell);
  };

  const prefetchTimer = useRef<ReturnType<typeof setTimeout>>();
  const prefetch = (cell: HTMLElement) => {
    clearTimeout(prefetchTimer.current);
    const { date, slot } = cell.dataset;
    const found = date && slot && mayEdit ? actions.find(date, slot) : null;
    const schedule = schedules.find((each) => each.date === date);
    if (!found || !schedule || isReadOnly(schedule) || !isOpen(found.slot)) return;
    prefetchTimer.current = setTimeout(
      () => void client.prefetchQuery(candidatesQuery(event, found.date, found.slot.id)),
      prefetchAfter,
    );
  };
  useLayoutEffect(() => () => clearTimeout(prefetchTimer.current), []);

  const first = schedules[0]?.date;
  const last = schedules.at(-1)?.date;
  const label = t('gridLabel', {
    event: eventName,
    from: first ? formatDate(first) : '',
    to: last ? formatDate(last) : '',
  });
  const openedSlot = opened ? actions.find(opened.date, opened.slot)?.slot : undefined;
  const question = opened ? changes.questions.get(placeKey(opened.date, opened.slot)) : undefined;

  return (
    <div className={compact ? `${classes.scroller} ${classes.compact}` : classes.scroller}>
      <table
        ref={table}
        role="grid"
        aria-label={label}
        aria-rowcount={rows.length + groups.length + 1}
        aria-colcount={schedules.length + 1}
        aria-multiselectable
        className={classes.grid}
        onKeyDown={onKeyDown}
        onClick={onClick}
        onContextMenu={(press) => {
          const cell = (press.target as HTMLElement).closest<HTMLElement>('[data-slot]');
          if (!cell) return;
          press.preventDefault();
          focusCell(cell);
          open('menu', cell);
        }}
        onFocus={(focus) => {
          const cell = onFocus(focus);
          if (cell) prefetch(cell);
        }}
      >
        <thead>
          <tr>
            <th scope="col" className={classes.corner}>
              {t('role')}
            </th>
            {schedules.map((schedule) => (
              <DateHead key={schedule.date} schedule={schedule} language={language} t={t} />
            ))}
          </tr>
        </thead>
        {groups.map(({ group, rows: groupRows }) => (
          <tbody key={group}>
            <tr className={classes.group}>
              <th scope="rowgroup">{t(`group-${group}`)}</th>
              <td colSpan={schedules.length} />
            </tr>
            {groupRows.map((row) => (
              <tr key={row.slot}>
                <th scope="row" className={classes.role}>
                  {slotName(row.slot)}
                </th>
                {schedules.map((schedule) => {
                  const { date } = schedule;
                  const place: PlaceKey = placeKey(date, row.slot);
                  return (
                    <BoardCell
                      key={date}
                      date={date}
                      id={row.slot}
                      slot={schedule.slots.find(({ id }) => id === row.slot)}
                      tentative={changes.pending.get(place)?.tentative ?? false}
                      questioned={changes.questions.has(place)}
                      selected={selection.places.has(place)}
                      cut={clipboard?.cut === true && clipboard.date === date && clipboard.slot === row.slot}
                      readOnly={!mayEdit || isReadOnly(schedule)}
                      hatched={schedule.status === 'cancelled'}
                      t={t}
                    />
                  );
                })}
              </tr>
            ))}
          </tbody>
        ))}
      </table>
      {opened && openedSlot && opened.what === 'assign' && (
        <Popover
          anchor={opened.anchor}
          label={t('assignLabel', { slot: slotName(opened.slot), date: formatDate(opened.date) })}
          onClose={close}
        >
          {question ? (
            <QuestionPanel
              question={question}
              onDone={() => {
                changes.dismiss(placeKey(opened.date, opened.slot));
                closeAndReturn();
              }}
              onClose={closeAndReturn}
            />
          ) : (
            <AssignPanel
              key={`${opened.date}/${opened.slot}`}
              event={event}
              date={opened.date}
              slot={openedSlot}
              slotName={slotName}
              mayCreate={mayCreate}
              titled
              onTake={onTake}
              onCreate={(name) => void onCreate(name)}
              onClear={() => {
                closeAndReturn();
                actions.clear([placeKey(opened.date, opened.slot)]);
              }}
              onClose={closeAndReturn}
            />
          )}
        </Popover>
      )}
      {opened && openedSlot && opened.what === 'menu' && (
        <SlotMenu
          anchor={opened.anchor}
          found={{ date: opened.date, slot: openedSlot }}
          mayEdit={mayEdit && !isReadOnly(schedules.find(({ date }) => date === opened.date)!)}
          changes={changes}
          actions={actions}
          onAssign={() => open('assign', opened.anchor)}
          onClose={closeAndReturn}
        />
      )}
    </div>
  );
}

/** A character without Ctrl or Meta; AltGraph, which Windows reports as Ctrl and Alt, types. */
const isTyping = (press: KeyboardEvent) =>
  press.key.length === 1 &&
  press.key !== ' ' &&
  (press.getModifierState('AltGraph') || !(press.ctrlKey || press.metaKey || press.altKey));
