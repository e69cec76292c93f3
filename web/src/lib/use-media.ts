import { useCallback, useSyncExternalStore } from 'react';

/** Whether the screen is that of a phone: one date at a time instead of the grid. */
export function usePhone(): boolean {
  return useMedia('(max-width: 47.99em)');
}

function useMedia(query: string): boolean {
  const subscribe = useCallback(
    (listener: () => void) => {
      const media = window.matchMedia(query);
      media.addEventListener('change', listener);
      return () => media.removeEventListener('change', listener);
    },
    [query],
  );
  return useSyncExternalStore(subscribe, () => window.matchMedia(query).matches);
}
