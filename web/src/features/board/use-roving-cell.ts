import { useCallback, useLayoutEffect, useRef, type FocusEvent, type RefObject } from 'react';

const cells = '[data-slot],[data-head]';

/** One tab stop in the grid, which goes where the focus goes. Set on the elements, so that moving renders nothing. */
export function useRovingCell(table: RefObject<HTMLTableElement | null>) {
  const current = useRef<HTMLElement | null>(null);

  const become = useCallback((cell: HTMLElement) => {
    if (current.current) current.current.tabIndex = -1;
    current.current = cell;
    cell.tabIndex = 0;
  }, []);

  // After every rendering: the cell that was the tab stop may be gone.
  useLayoutEffect(() => {
    const kept = current.current;
    if (kept?.isConnected) {
      kept.tabIndex = 0;
      return;
    }
    const first =
      table.current?.querySelector<HTMLElement>('[data-state="needed"]:not([aria-readonly])') ??
      table.current?.querySelector<HTMLElement>('[data-slot]');
    if (first) become(first);
  });

  const focusCell = useCallback((cell: HTMLElement) => {
    // Plain focus() leaves part of the cell below the sticky head; scrolling respects scroll-padding.
    cell.focus({ preventScroll: true });
    cell.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, []);

  const focusPlace = useCallback(
    (date: string, slot: string) => {
      const cell = table.current?.querySelector<HTMLElement>(`[data-date="${date}"][data-slot="${slot}"]`);
      if (cell) focusCell(cell);
    },
    [table, focusCell],
  );

  const onFocus = useCallback(
    (focus: FocusEvent): HTMLElement | null => {
      const cell = (focus.target as HTMLElement).closest<HTMLElement>(cells);
      if (cell) become(cell);
      return cell;
    },
    [become],
  );

  return { focusCell, focusPlace, onFocus };
}
