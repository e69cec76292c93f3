import { useCallback, useMemo, useState } from 'react';
import type { Schedule } from '@/lib/api/types';
import { placeKey, type PlaceKey, type Row } from './board-model';

export interface Selection {
  places: ReadonlySet<PlaceKey>;
  toggle: (cell: HTMLElement) => void;
  /** Selects the rectangle between two cells, in addition. */
  extend: (from: HTMLElement | null, to: HTMLElement) => void;
  all: () => void;
  clear: () => void;
}

const none: ReadonlySet<PlaceKey> = new Set();

export function useSelection(schedules: readonly Schedule[], rows: readonly Row[]): Selection {
  const [places, setPlaces] = useState(none);

  const rectangle = useCallback(
    (from: HTMLElement, to: HTMLElement): PlaceKey[] => {
      const row = (cell: HTMLElement) => rows.findIndex(({ slot }) => slot === cell.dataset.slot);
      const column = (cell: HTMLElement) => schedules.findIndex(({ date }) => date === cell.dataset.date);
      const [top, bottom] = [row(from), row(to)].sort((left, right) => left - right) as [number, number];
      const [left, right] = [column(from), column(to)].sort((one, other) => one - other) as [number, number];
      if (top < 0 || left < 0) return [];
      return schedules.slice(left, right + 1).flatMap(({ date, slots }) =>
        rows
          .slice(top, bottom + 1)
          .filter(({ slot }) => slots.some(({ id }) => id === slot))
          .map(({ slot }) => placeKey(date, slot)),
      );
    },
    [rows, schedules],
  );

  const toggle = useCallback((cell: HTMLElement) => {
    const { date, slot, state } = cell.dataset;
    if (!date || !slot || state === 'none') return;
    const place = placeKey(date, slot);
    setPlaces((before) => {
      const after = new Set(before);
      if (!after.delete(place)) after.add(place);
      return after;
    });
  }, []);

  const extend = useCallback(
    (from: HTMLElement | null, to: HTMLElement) =>
      setPlaces((before) => new Set([...before, ...rectangle(from?.dataset.slot ? from : to, to)])),
    [rectangle],
  );

  const all = useCallback(
    () => setPlaces(new Set(schedules.flatMap(({ date, slots }) => slots.map(({ id }) => placeKey(date, id))))),
    [schedules],
  );
  const clear = useCallback(() => setPlaces(none), []);

  return useMemo(() => ({ places, toggle, extend, all, clear }), [places, toggle, extend, all, clear]);
}
