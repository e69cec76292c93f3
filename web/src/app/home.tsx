import { useQuery } from '@tanstack/react-query';
import { Navigate } from 'react-router';
import { Page } from '@/components/page';
import { QueryView } from '@/components/states';
import { paths } from '@/lib/paths';
import { kept } from '@/lib/preferences';
import { meQuery } from '@/lib/queries/me';
import { useText } from './locale';
import { startOf } from './screens';

/** The start page leads on: to the event used last, to the set-up of the first event, or says what is missing. */
export function Home() {
  const t = useText();
  const query = useQuery(meQuery());
  return (
    <QueryView query={query}>
      {(me) => {
        const event = me.events.find(({ id }) => id === kept('event')) ?? me.events[0];
        if (event) return <Navigate replace to={startOf(event)} />;
        if (me.access === 'admin') return <Navigate replace to={paths.setUp()} />;
        return (
          <Page title={t('noEventTitle')} narrow>
            <p>{t('noEventText')}</p>
          </Page>
        );
      }}
    </QueryView>
  );
}
