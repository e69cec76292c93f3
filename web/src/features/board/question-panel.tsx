import { Button } from '@mantine/core';
import { Icon } from '@/components/icon';
import { useRoleNames } from '@/lib/queries/roles';
import classes from './assign-panel.module.css';
import { useText } from './locale';
import { takenText, type Question } from './use-slot-changes';
import { WhyForm } from './why-form';

/** The answer to a question on a slot: keep what is there or use one's own, or say why a warning is accepted. */
export function QuestionPanel({ question, role, onDone }: { question: Question; role: string; onDone: () => void }) {
  const t = useText();
  const names = useRoleNames();
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
  const { holder, mine, use } = question;
  return (
    <div className={classes.panel}>
      <p className={classes.warning}>
        <Icon name="warning" /> {takenText(t, holder, mine)}
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
