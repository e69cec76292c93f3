import { useCallback, useEffect, useState } from 'react';
import { clock } from '@/lib/clock';
import { useText } from './locale';

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

/** "10 s ago", "3 min ago", "2 h ago": how long ago an instant (milliseconds since the epoch) was. */
export function useAgo(): (instant: number, now?: number) => string {
  const t = useText();
  return useCallback(
    (instant, now = clock.now()) => {
      const seconds = Math.max(0, Math.round((now - instant) / 1000));
      if (seconds < 1.5 * minute) return t('secondsAgo', { count: seconds });
      if (seconds < 1.5 * hour) return t('minutesAgo', { count: Math.round(seconds / minute) });
      if (seconds < 1.5 * day) return t('hoursAgo', { count: Math.round(seconds / hour) });
      return t('daysAgo', { count: Math.round(seconds / day) });
    },
    [t],
  );
}

/** Renders the component anew every so many milliseconds, for texts that grow old. */
export function useTicks(every: number): void {
  const [, setTick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setTick((tick) => tick + 1), every);
    return () => clearInterval(timer);
  }, [every]);
}
