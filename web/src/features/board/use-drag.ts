import { draggable, dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { useEffect, type RefObject } from 'react';

export interface Place {
  date: string;
  slot: string;
}

const placeOf = (cell: HTMLElement): Place => ({ date: cell.dataset.date ?? '', slot: cell.dataset.slot ?? '' });

const cellAt = (x: number, y: number): HTMLElement | null =>
  document
    .elementsFromPoint(x, y)
    .find((element): element is HTMLElement => element instanceof HTMLElement && element.dataset.slot !== undefined) ??
  null;

/**
 * Moving by drag: the table is the one target, the slot is found under the pointer, and a cell becomes draggable when
 * the pointer comes over it. Nothing renders while something is dragged.
 */
export function useDrag(
  table: RefObject<HTMLTableElement | null>,
  enabled: boolean,
  onDrop: (from: Place, to: Place) => void,
): void {
  useEffect(() => {
    const element = table.current;
    if (!element || !enabled) return;
    let under: HTMLElement | null = null;
    let release: (() => void) | null = null;
    let ready: HTMLElement | null = null;

    const highlight = (cell: HTMLElement | null) => {
      if (under === cell) return;
      under?.removeAttribute('data-dropping');
      under = cell;
      under?.setAttribute('data-dropping', '');
    };
    const prepare = (event: PointerEvent) => {
      // A quick hand leaves the cell before the drag begins: what was pressed stays draggable.
      if (event.buttons !== 0) return;
      const cell = event.target instanceof Element ? event.target.closest<HTMLElement>('td[data-filled]') : null;
      if (cell === ready) return;
      release?.();
      ready = cell;
      release = cell && cell.getAttribute('aria-readonly') !== 'true' ? draggable({ element: cell }) : null;
    };
    const endTarget = dropTargetForElements({
      element,
      onDrag: ({ location }) => highlight(cellAt(location.current.input.clientX, location.current.input.clientY)),
      onDragLeave: () => highlight(null),
      onDrop: ({ source, location }) => {
        highlight(null);
        const target = cellAt(location.current.input.clientX, location.current.input.clientY);
        if (target && target !== source.element && source.element instanceof HTMLElement) {
          onDrop(placeOf(source.element), placeOf(target));
        }
      },
    });
    element.addEventListener('pointerover', prepare);
    return () => {
      element.removeEventListener('pointerover', prepare);
      endTarget();
      release?.();
      highlight(null);
    };
  }, [table, enabled, onDrop]);
}
