import { splitKey } from './board-model';
import classes from './board-page.module.css';
import { useText } from './locale';
import type { BoardActions } from './use-board-actions';
import type { Selection } from './use-selection';

/** What can be done with all selected slots at once; the count stands beside the buttons. */
export function SelectionBar({ selection, actions }: { selection: Selection; actions: BoardActions }) {
  const t = useText();
  const count = [...selection.places].filter((place) => {
    const { date, slot } = splitKey(place);
    return actions.find(date, slot);
  }).length;
  const finish = (act: () => void) => {
    act();
    selection.clear();
  };
  return (
    <div className={classes.selection} role="toolbar" aria-label={t('selected', { count })}>
      <span>{t('selected', { count })}</span>
      <button type="button" className={classes.step} onClick={() => finish(() => actions.clear(selection.places))}>
        {t('clearSelected')}
      </button>
      <button
        type="button"
        className={classes.step}
        onClick={() => finish(() => actions.mark(selection.places, 'confirmed'))}
      >
        {t('confirmSelected')}
      </button>
      <button type="button" className={classes.step} onClick={selection.clear}>
        {t('endSelection')}
      </button>
    </div>
  );
}
