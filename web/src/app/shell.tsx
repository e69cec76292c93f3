import { useQuery } from '@tanstack/react-query';
import { useEffect, useState, type ReactNode } from 'react';
import { Link, matchPath, NavLink, useLocation, useNavigate } from 'react-router';
import { Icon } from '@/components/icon';
import { QueryView } from '@/components/states';
import { UndoButton } from '@/components/undo-button';
import type { MyEvent } from '@/lib/api/types';
import { paths } from '@/lib/paths';
import { keep } from '@/lib/preferences';
import { meQuery } from '@/lib/queries/me';
import { undoStack } from '@/lib/undo';
import { AccountDialog } from './account-dialog';
import { useText } from './locale';
import { PaletteButton } from './palette-button';
import { mayPlan, screensOf, startOf } from './screens';
import classes from './shell.module.css';
import { WaitingBar } from './waiting-bar';

/** The frame of every screen: event, navigation, undo, account. On a phone the navigation is at the foot. */
export function Shell({ children }: { children: ReactNode }) {
  const t = useText();
  const { pathname } = useLocation();
  const slug = matchPath('/events/:event/*', pathname)?.params.event;
  const query = useQuery(meQuery());
  const me = query.data;
  const event = me?.events.find(({ id }) => id === slug);
  const [accountOpen, setAccountOpen] = useState(false);

  useEffect(() => {
    if (slug) keep('event', slug);
    // Steps of another event must not be taken back by a key pressed here.
    undoStack.clear();
  }, [slug]);

  return (
    <>
      <a className={classes.skip} href="#content">
        {t('skip')}
      </a>
      <header className={classes.header}>
        <EventSwitch event={event} events={me?.events ?? []} />
        {event && <Navigation event={event} />}
        <div className={classes.tools}>
          {event && event.access !== 'helper' && <UndoButton />}
          {me && <PaletteButton me={me} event={event} />}
          <button
            type="button"
            className={classes.tool}
            aria-label={me ? t('account', { name: me.account.name }) : t('more')}
            onClick={() => setAccountOpen(true)}
          >
            <Icon name="more" />
          </button>
        </div>
      </header>
      {me && <WaitingBar account={me.account.account} />}
      {/* What somebody may do is known before any screen shows. */}
      <QueryView query={query}>{() => children}</QueryView>
      <AccountDialog
        opened={accountOpen}
        onClose={() => setAccountOpen(false)}
        me={me}
        settingsOf={event && mayPlan(event) ? event.id : undefined}
      />
    </>
  );
}

function EventSwitch({ event, events }: { event: MyEvent | undefined; events: readonly MyEvent[] }) {
  const t = useText();
  const navigate = useNavigate();
  if (events.length < 2) {
    if (event) return <span className={classes.event}>{event.name}</span>;
    // Accounts and set-up stand outside any event: this is the way back.
    return (
      <Link className={classes.event} to={paths.home()}>
        Helper Organizer
      </Link>
    );
  }
  return (
    <select
      className={classes.event}
      aria-label={t('event')}
      value={event?.id ?? ''}
      onChange={(change) => {
        const chosen = events.find(({ id }) => id === change.target.value);
        if (chosen) void navigate(startOf(chosen));
      }}
    >
      {!event && <option value="">Helper Organizer</option>}
      {events.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </select>
  );
}

function Navigation({ event }: { event: MyEvent }) {
  const t = useText();
  return (
    <nav className={classes.navigation} aria-label={t('main')}>
      {screensOf(event).map(({ screen, icon }) => (
        <NavLink key={screen} to={paths[screen](event.id)} className={classes.link!} data-screen={screen}>
          <Icon name={icon} />
          <span>{t(screen)}</span>
        </NavLink>
      ))}
    </nav>
  );
}
