import { Button } from '@mantine/core';
import type { KeyboardEvent } from 'react';
import { Icon } from '@/components/icon';
import { useAgo } from '@/components/use-ago';
import { useProblemText } from '@/components/use-problem-text';
import classes from './assign-panel.module.css';
import { useText } from './locale';
import { takenText, type Question } from './question';

/**
 * The answer to a question on a slot: keep what is there or use one's own; send again or drop. `onDone` takes the
 * question away; `onClose` leaves it for later.
 */
export function QuestionPanel(props: { question: Question; onDone: () => void; onClose: () => void }) {
  const { question, onDone, onClose } = props;
  const t = useText();
  const ago = useAgo();
  const problemText = useProblemText();
  const onKeyDown = (press: KeyboardEvent) => {
    if (press.key !== 'Escape') return;
    press.preventDefault();
    press.stopPropagation();
    onClose();
  };
  if (question.kind === 'unsent') {
    const { what, error, again } = question;
    return (
      <div className={classes.panel} onKeyDown={onKeyDown}>
        <p className={classes.warning}>
          <Icon name="warning" /> {t('unsent', { what })}
        </p>
        <p>{problemText(error)}</p>
        <div className={classes.buttons}>
          <Button variant="default" onClick={onDone}>
            {t('drop')}
          </Button>
          <Button
            autoFocus
            onClick={() => {
              // The list that would take its place chooses with the same key.
              onClose();
              again();
            }}
          >
            {t('tryAgain')}
          </Button>
        </div>
      </div>
    );
  }
  const { holder, mine, use } = question;
  return (
    <div className={classes.panel} onKeyDown={onKeyDown}>
      <p className={classes.warning}>
        <Icon name="warning" /> {takenText(t, ago, holder, mine)}
      </p>
      <div className={classes.buttons}>
        <Button variant="default" autoFocus onClick={onDone}>
          {holder ? t('keep', { helper: holder.name }) : t('back')}
        </Button>
        <Button
          onClick={() => {
            onDone();
            use();
          }}
        >
          {t('use', { helper: mine.name })}
        </Button>
      </div>
    </div>
  );
}
