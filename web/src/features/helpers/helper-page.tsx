import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { Page } from '@/components/page';
import { QueryView } from '@/components/states';
import { useEventId, useMay, useMyEvent } from '@/lib/current-event';
import { dialling } from '@/lib/dialling';
import { paths } from '@/lib/paths';
import { ArchiveButton } from './archive-button';
import { ComingSlots } from './coming-slots';
import { HelperEditor } from './helper-editor';
import classes from './helper-page.module.css';
import type { Helper } from './helper-values';
import { useText } from './locale';
import { NumberField } from './number-field';
import { formatParkrunId } from './parkrun-id';
import { helperQuery } from '@/lib/queries/helpers';
import { useHelperWords } from './use-helper-words';

/** One helper: a form for coordinators, the facts for others who may see them. */
export default function HelperPage() {
  const t = useText();
  const event = useEventId();
  const { helper: id = '' } = useParams();
  const mayEdit = useMay('coordinator');
  const words = useHelperWords(useMyEvent()?.today);
  const query = useQuery(helperQuery(event, id));
  const helper = query.data;
  const editable = mayEdit && helper !== undefined && helper.erased !== true;

  return (
    <Page
      title={helper ? words.name(helper) : t('title')}
      actions={
        <>
          <Link to={paths.helpers(event)}>{t('back')}</Link>
          {editable && <ArchiveButton key={helper.id} event={event} helper={helper} />}
        </>
      }
    >
      <QueryView query={query}>
        {(data) => (
          <div className={classes.columns}>
            {editable ? <HelperEditor key={data.id} event={event} helper={data} /> : <Facts helper={data} />}
            <aside className={classes.aside}>
              {editable && <NumberField key={data.id} event={event} helper={data} />}
              <History helper={data} />
            </aside>
          </div>
        )}
      </QueryView>
    </Page>
  );
}

function History({ helper }: { helper: Helper }) {
  const t = useText();
  const words = useHelperWords(useMyEvent()?.today);
  return (
    <>
      <section>
        <h2>{t('history')}</h2>
        {helper.timesHelped !== undefined && <p>{t('times', { count: helper.timesHelped })}</p>}
        <p>
          {t('columnLastHelped')}: {words.lastHelped(helper)}
        </p>
      </section>
      {helper.coming && (
        <section>
          <h2>{t('coming')}</h2>
          {helper.coming.length === 0 ? <p>{t('noComing')}</p> : <ComingSlots coming={helper.coming} />}
        </section>
      )}
    </>
  );
}

function Facts({ helper }: { helper: Helper }) {
  const t = useText();
  const words = useHelperWords(useMyEvent()?.today);
  return (
    <dl className={classes.facts}>
      {helper.parkrunNumber !== undefined && (
        <>
          <dt>{t('parkrunId')}</dt>
          <dd>{formatParkrunId(helper.parkrunNumber)}</dd>
        </>
      )}
      {helper.phone && (
        <>
          <dt>{t('phone')}</dt>
          <dd>
            <a href={dialling(helper.phone)}>{helper.phone}</a>
          </dd>
        </>
      )}
      {(helper.levels?.length ?? 0) > 0 && (
        <>
          <dt>{t('levels')}</dt>
          {words.levels(helper).map((each) => (
            <dd key={each}>{each}</dd>
          ))}
        </>
      )}
    </dl>
  );
}
