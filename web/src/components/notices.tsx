import { createContext, useCallback, useContext, useMemo, useRef, useState, type ReactNode } from 'react';
import { useAnnounce } from './announcer';
import { Icon } from './icon';
import { useText } from './locale';
import classes from './notices.module.css';

export interface NoticeInput {
  text: string;
  /** A result goes by itself; a failure stays until it is closed. */
  kind?: 'result' | 'failure';
  action?: { label: string; run: () => void };
}

interface Notice extends NoticeInput {
  id: number;
}

const shownFor = 8_000;
const atMost = 3;
const NoticesContext = createContext<(notice: NoticeInput) => void>(() => undefined);

/** Short sentences about results, at the foot of the page; each is spoken by the live region as well. */
export function NoticesProvider({ children }: { children: ReactNode }) {
  const [notices, setNotices] = useState<readonly Notice[]>([]);
  const announce = useAnnounce();
  const t = useText();
  const nextId = useRef(0);
  const close = useCallback((id: number) => setNotices((shown) => shown.filter((notice) => notice.id !== id)), []);
  const show = useCallback(
    (notice: NoticeInput) => {
      const id = (nextId.current += 1);
      announce(notice.text);
      // One result at a time: the newest replaces the one before, failures stay beside it.
      setNotices((shown) => [...shown.filter(({ kind }) => kind === 'failure'), { ...notice, id }].slice(-atMost));
      if (notice.kind !== 'failure') setTimeout(() => close(id), shownFor);
    },
    [announce, close],
  );
  const list = useMemo(
    () => (
      <div className={classes.list}>
        {notices.map(({ id, text, kind, action }) => (
          <div key={id} className={classes.notice} data-kind={kind ?? 'result'}>
            {kind === 'failure' ? <Icon name="warning" /> : <Icon name="confirmed" />}
            <span className={classes.text}>{text}</span>
            {action && (
              <button
                type="button"
                className={classes.action}
                onClick={() => {
                  close(id);
                  action.run();
                }}
              >
                {action.label}
              </button>
            )}
            <button type="button" className={classes.close} aria-label={t('closeNotice')} onClick={() => close(id)}>
              <Icon name="close" />
            </button>
          </div>
        ))}
      </div>
    ),
    [notices, close, t],
  );
  return (
    <NoticesContext.Provider value={show}>
      {children}
      {list}
    </NoticesContext.Provider>
  );
}

export const useNotices = () => useContext(NoticesContext);
