import { createContext, useCallback, useContext, useMemo, useRef, useState, type ReactNode } from 'react';
import classes from './announcer.module.css';

type Announce = (sentence: string) => void;
const AnnounceContext = createContext<Announce>(() => undefined);

/** The one polite live region of the page. */
export function AnnouncerProvider({ children }: { children: ReactNode }) {
  const [sentence, setSentence] = useState('');
  const odd = useRef(false);
  const announce = useCallback<Announce>((next) => {
    // The same sentence twice is spoken twice only if the text differs.
    odd.current = !odd.current;
    setSentence(odd.current ? next : `${next}\u00a0`);
  }, []);
  const region = useMemo(
    () => (
      <div className={classes.region} role="status" aria-live="polite" data-testid="live-region">
        {sentence}
      </div>
    ),
    [sentence],
  );
  return (
    <AnnounceContext.Provider value={announce}>
      {children}
      {region}
    </AnnounceContext.Provider>
  );
}

/** Speaks a result to people who do not see it. Whatever is shown as a notice is spoken already. */
export const useAnnounce = (): Announce => useContext(AnnounceContext);
