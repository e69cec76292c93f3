import { Button } from '@mantine/core';
import { Icon } from '@/components/icon';
import { useAgo } from '@/components/use-ago';
import { useProblemText } from '@/components/use-problem-text';
import { useRoleNames } from '@/lib/queries/roles';
import classes from './assign-panel.module.css';
import { useText } from './locale';
import { takenText, type Question } from './use-slot-changes';
import { WhyForm } from './why-form';

/** The answer to a question on a slot: keep what is there or use one's own, or say why a warning is accepted. */
export function QuestionPanel({ question, role, onDone }: { question: Question; role: string; onDone: () => void }) {
  const t = useText();
  const names = useRoleNames();
  const ago = useAgo();
  const problemText = useProblemText();
  if (question.kind === 'warned') {
    return (
      <WhyForm
        warning={question.warnings.map(({ code }) => t(warningKey(code), { role: names.role(role) })).join(' ')}
        question={t('anyway', { helper: question.mine.name })}
        onBack={onDone}
        onGiven={(reason) => {
          onDone();
          question.use(reason);
        }}
      />
    );
  }
  if (question.kind === 'unsent') {
    const { what, error, again } = question;
    return (
      <div className={classes.panel}>
        <p className={classes.warning}>
          <Icon name="warning" /> {t('unsent', { what })}
        </p>
        <p>{problemText(error)}</p>
        <div className={classes.buttons}>
          <Button variant="default" onClick={onDone}>
            {t('drop')}
          </Button>
          <Button autoFocus onClick={again}>
            {t('tryAgain')}
          </Button>
        </div>
      </div>
    );
  }
  const { holder, mine, use } = question;
  return (
    <div className={classes.panel}>
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

const known = [
  'notSignedOff',
  'levelExpired',
  'absent',
  'archived',
  'avoidsRole',
  'pairDiscouraged',
  'declinedBefore',
] as const;

function warningKey(code: string) {
  const found = known.find((each) => each === code);
  return found ? (`warn-${found}` as const) : 'warn-other';
}
