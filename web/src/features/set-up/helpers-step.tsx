import { Link } from 'react-router';
import { paths } from '@/lib/paths';
import { useText } from './locale';
import classes from './set-up-page.module.css';

/** Last step: where helpers come from; may be left for later. */
export function HelpersStep({ event, name }: { event: string; name: string }) {
  const t = useText();
  return (
    <div className={classes.form}>
      <p>{t('created', { name })}</p>
      <p>{t('helpersHint')}</p>
      <div className={classes.links}>
        <Link to={paths.import(event)}>{t('importHelpers')}</Link>
        <Link to={paths.helpers(event)}>{t('typeHelpers')}</Link>
        <Link to={paths.board(event)}>{t('later')}</Link>
      </div>
    </div>
  );
}
