import { useQuery } from '@tanstack/react-query';
import { Page } from '@/components/page';
import { QueryView } from '@/components/states';
import { useEventId, useMyEvent } from '@/lib/current-event';
import { Invitations } from './invitations';
import { useText } from './locale';
import { MemberRow } from './member-row';
import classes from './members-page.module.css';
import { membersQuery } from './queries';

/** Who has which access to the event, and who is invited. */
export default function MembersPage() {
  const t = useText();
  const event = useEventId();
  const zone = useMyEvent()?.timeZone ?? 'UTC';
  const query = useQuery(membersQuery(event));
  return (
    <Page title={t('title')}>
      <div className={classes.sections}>
        <section>
          <QueryView query={query}>
            {({ members }) => (
              <ul className={classes.list}>
                {members.map((member) => (
                  <MemberRow key={member.account} event={event} member={member} />
                ))}
              </ul>
            )}
          </QueryView>
        </section>
        <Invitations event={event} timeZone={zone} />
      </div>
    </Page>
  );
}
