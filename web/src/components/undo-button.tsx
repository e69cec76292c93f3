import { useCallback, useEffect } from 'react';
import { isProblem } from '@/lib/api/problem';
import { isCommand } from '@/lib/keys';
import { undoStack, useUndoState } from '@/lib/undo';
import { Icon } from './icon';
import { useText } from './locale';
import { useNotices } from './notices';
import classes from './undo-button.module.css';
import { useProblemText } from './use-problem-text';

/** Fields undo their own typing. */
const isEditable = (target: EventTarget | null) =>
  target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable]') !== null;

/** The fixed place of undo and redo, with Ctrl+Z and Ctrl+Shift+Z. Stays focusable when there is nothing to undo. */
export function UndoButton() {
  const { done, undone, busy } = useUndoState();
  const t = useText();
  const show = useNotices();
  const problemText = useProblemText();
  const last = done.at(-1);
  const next = undone.at(-1);

  const failed = useCallback(
    (error: unknown, step: string) =>
      isProblem(error, 'changedSince') ? t('notUndone', { step }) : problemText(error),
    [problemText, t],
  );
  const undo = useCallback(() => {
    if (!last) return;
    undoStack.undo().then(
      () => show({ text: t('undone', { step: last.label }) }),
      (error: unknown) => show({ text: failed(error, last.label), kind: 'failure' }),
    );
  }, [failed, last, show, t]);
  const redo = useCallback(() => {
    if (!next) return;
    undoStack.redo().then(
      () => show({ text: t('redone', { step: next.label }) }),
      (error: unknown) => show({ text: failed(error, next.label), kind: 'failure' }),
    );
  }, [failed, next, show, t]);

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (!isCommand(event) || event.altKey || event.key.toLowerCase() !== 'z' || isEditable(event.target)) return;
      event.preventDefault();
      if (event.shiftKey) redo();
      else undo();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [undo, redo]);

  return (
    <div className={classes.pair}>
      <button
        type="button"
        className={classes.button}
        aria-disabled={!last || busy}
        title={last ? t('undoStep', { step: last.label }) : t('undo')}
        onClick={undo}
      >
        <Icon name="undo" />
        <span className={classes.label}>{t('undo')}</span>
      </button>
      <button
        type="button"
        className={classes.button}
        aria-disabled={!next || busy}
        aria-label={t('redo')}
        title={next ? t('redoStep', { step: next.label }) : t('redo')}
        onClick={redo}
      >
        <Icon name="redo" />
      </button>
    </div>
  );
}
