import { Link } from 'react-router';
import { useEventId } from '@/lib/current-event';
import { paths } from '@/lib/paths';
import { usePhone } from '@/lib/use-media';
import type { Helper } from './helper-values';
import classes from './helper-list.module.css';
import { useText } from './locale';
import { formatParkrunId } from './parkrun-id';
import type { Sorting } from '@/lib/queries/helpers';
import { useHelperWords } from './use-helper-words';

interface Props {
  helpers: readonly Helper[];
  today: string | undefined;
  sort: Sorting;
  onSort: (sort: Sorting) => void;
}

/** A table where there is room for one, else cards. */
export function HelperList(props: Props) {
  const phone = usePhone();
  return phone ? <Cards {...props} /> : <Table {...props} />;
}

function Table({ helpers, today, sort, onSort }: Props) {
  const t = useText();
  const words = useHelperWords(today);
  const event = useEventId();
  const heading = (by: Sorting, label: string) => (
    <th scope="col" aria-sort={sort === by ? 'ascending' : undefined}>
      <button type="button" className={classes.sort} onClick={() => onSort(by)}>
        {label}
        {sort === by && <span aria-hidden="true"> ▾</span>}
      </button>
    </th>
  );
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          {heading('name', t('columnName'))}
          {heading('parkrunNumber', t('columnId'))}
          <th scope="col">{t('columnLevels')}</th>
          {heading('lastHelped', t('columnLastHelped'))}
          <th scope="col">{t('columnWish')}</th>
        </tr>
      </thead>
      <tbody>
        {helpers.map((helper) => (
          <tr key={helper.id}>
            <th scope="row">
              <Link to={paths.helper(event, helper.id)}>{words.name(helper)}</Link>
              {helper.archived && <span className={classes.mark}>{t('archived')}</span>}
            </th>
            <td>{helper.parkrunNumber !== undefined && formatParkrunId(helper.parkrunNumber)}</td>
            <td>
              {words.levels(helper).map((each) => (
                <div key={each}>{each}</div>
              ))}
            </td>
            <td>{words.lastHelped(helper)}</td>
            <td>{words.wish(helper)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Cards({ helpers, today }: Props) {
  const words = useHelperWords(today);
  const t = useText();
  const event = useEventId();
  return (
    <ul className={classes.cards}>
      {helpers.map((helper) => (
        <li key={helper.id}>
          <Link className={classes.card} to={paths.helper(event, helper.id)}>
            <span className={classes.name}>{words.name(helper)}</span>
            <span className={classes.when}>{helper.archived ? t('archived') : words.lastHelped(helper)}</span>
            {words.levels(helper).map((each) => (
              <span key={each} className={classes.levels}>
                {each}
              </span>
            ))}
          </Link>
        </li>
      ))}
    </ul>
  );
}
