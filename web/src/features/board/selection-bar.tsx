import { placeKey, splitKey } from './board-model';
import classes from './board-page.module.css';
import { useText } from './locale';
import type { BoardActions } from './use-board-actions';
import type { Selection } from './use-selection';
import type { SlotChanges } from './use-slot-changes';

/** What can be done with all selected slots at once; the count stands beside the buttons. */
export function SelectionBar(props: { selection: Selection; actions: BoardActions; changes: SlotChanges }) {
  const { selection, actions, changes } = props;
  const t = useText();
  const found = [...selection.places].flatMap((place) => {
    const { date, slot } = splitKey(place);
    const there = actions.find(date, slot);
    return there ? [there] : [];
  });
  const finish = (act: () => void) => {
    act();
    selection.clear();
  };
  return (
    <div className={classes.selection} role="toolbar" aria-label={t('selected', { count: found.length })}>
      <span>{t('selected', { count: found.length })}</span>
      <button
        type="button"
        className={classes.step}
        onClick={() => finish(() => actions.clear(found.map(({ date, slot }) => placeKey(date, slot.id))))}
      >
        {t('clearSelected')}
      </button>
      <button
        type="button"
        className={classes.step}
        onClick={() => finish(() => void changes.setState(found, 'confirmed'))}
      >
        {t('confirmSelected')}
      </button>
      <button type="button" className={classes.step} onClick={selection.clear}>
        {t('endSelection')}
      </button>
    </div>
  );
}
