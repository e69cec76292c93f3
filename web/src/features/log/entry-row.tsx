import { useId } from 'react';
import { Icon } from '@/components/icon';
import type { ActivityEntry } from '@/lib/api/types';
import { formatInstant } from '@/lib/dates';
import { useText } from './locale';
import classes from './log-page.module.css';
import type { useEntryWords } from './use-entry-words';

const undoableKinds = ['schedule', 'helper'];

/** One change. Where undo is off, the reason stands beside it. */
export function EntryRow(props: {
  entry: ActivityEntry;
  timeZone: string;
  words: ReturnType<typeof useEntryWords>;
  busy: boolean;
  onUndo: (entry: ActivityEntry) => void;
}) {
  const { entry, timeZone, words, busy, onUndo } = props;
  const t = useText();
  const reason = useId();
  const what = words.what(entry);
  const refused = entry.result === 'refused';
  return (
    <li className={classes.entry}>
      <time className={classes.when} dateTime={entry.at}>
        {formatInstant(entry.at, timeZone)}
      </time>
      <span className={classes.who}>{entry.actor.name}</span>
      <div className={classes.what}>
        <strong>{what}</strong>
        {refused && (
          <span className={classes.refused}>
            <Icon name="declined" /> {t('refused')}
          </span>
        )}
        {entry.changes.map((change) => (
          <span key={change.what}>{words.change(change)}</span>
        ))}
      </div>
      {!refused && undoableKinds.includes(entry.entity.kind) && (
        <div className={classes.undo}>
          <button
            type="button"
            className={classes.button}
            aria-label={t('undoOf', { what })}
            aria-disabled={!entry.undoable || busy}
            aria-describedby={entry.undoable ? undefined : reason}
            title={entry.undoable ? undefined : t('notUndoable')}
            onClick={() => entry.undoable && !busy && onUndo(entry)}
          >
            <Icon name="undo" /> {t('undo')}
          </button>
          {!entry.undoable && (
            <span id={reason} className={classes.reason}>
              {t('notUndoable')}
            </span>
          )}
        </div>
      )}
    </li>
  );
}
