import { useText } from './locale';
import classes from './start-failed.module.css';

/** Shown when the settings or the sign-in could not be loaded: nothing of the rest may be assumed to work. */
export function StartFailed() {
  const t = useText();
  return (
    <main className={classes.page} role="alert">
      <h1>{t('startFailed')}</h1>
      <button type="button" className={classes.button} onClick={() => window.location.reload()}>
        {t('reload')}
      </button>
    </main>
  );
}
