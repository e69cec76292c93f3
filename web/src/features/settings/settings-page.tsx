import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { Page } from '@/components/page';
import { QueryView } from '@/components/states';
import { useEventId } from '@/lib/current-event';
import { paths } from '@/lib/paths';
import { eventQuery } from '@/lib/queries/events';
import { meQuery } from '@/lib/queries/me';
import { useText } from './locale';
import { SettingsForm } from './settings-form';
import classes from './settings-page.module.css';

/** What an event is and needs, and the way to its members. */
export default function SettingsPage() {
  const t = useText();
  const event = useEventId();
  const query = useQuery(eventQuery(event));
  const me = useQuery(meQuery()).data;
  return (
    <Page
      title={t('title')}
      actions={
        <nav className={classes.links} aria-label={t('title')}>
          <Link to={paths.members(event)}>{t('members')}</Link>
          {me?.access === 'admin' && me.builtInSignIn && <Link to={paths.accounts()}>{t('accounts')}</Link>}
          {me?.access === 'admin' && <Link to={paths.setUp()}>{t('newEvent')}</Link>}
        </nav>
      }
    >
      <QueryView query={query}>{(data) => <SettingsForm key={data.id} event={data} />}</QueryView>
    </Page>
  );
}
