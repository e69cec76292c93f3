import { useEffect, type ReactNode } from 'react';
import classes from './page.module.css';

/** A screen: its heading (also the document's title), actions beside it, and the content. */
export function Page(props: { title: string; actions?: ReactNode; narrow?: boolean; children: ReactNode }) {
  const { title, actions, narrow = false, children } = props;
  useEffect(() => {
    document.title = `${title} – Helper Organizer`;
  }, [title]);
  return (
    <main id="content" tabIndex={-1} className={narrow ? `${classes.page} ${classes.narrow}` : classes.page}>
      <div className={classes.head}>
        <h1>{title}</h1>
        {actions && <div className={classes.actions}>{actions}</div>}
      </div>
      {children}
    </main>
  );
}
