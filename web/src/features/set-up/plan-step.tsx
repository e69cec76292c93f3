import { Button } from '@mantine/core';
import { NeedsField } from '@/components/needs-field';
import { SpecialDaysField } from '@/components/special-days-field';
import type { Series } from '@/lib/api/types';
import type { PlanValues } from './event-draft';
import { useText } from './locale';
import classes from './set-up-page.module.css';

/** Second step: how many slots of which role, and the special days; both suggested. */
export function PlanStep(props: {
  series: Series;
  plan: PlanValues;
  busy: boolean;
  problem: string | undefined;
  onChange: (plan: PlanValues) => void;
  onBack: () => void;
  onDone: () => void;
}) {
  const { series, plan, busy, problem, onChange, onBack, onDone } = props;
  const t = useText();
  return (
    <div className={classes.form}>
      <p>{t('planHint')}</p>
      <NeedsField
        series={series}
        value={plan.needs}
        fault={undefined}
        onChange={(needs) => onChange({ ...plan, needs })}
      />
      <SpecialDaysField
        value={plan.specialDays}
        fault={undefined}
        onChange={(specialDays) => onChange({ ...plan, specialDays })}
      />
      {problem !== undefined && (
        <p role="alert" className={classes.fault}>
          {problem}
        </p>
      )}
      <div className={classes.buttons}>
        <Button variant="default" onClick={onBack}>
          {t('back')}
        </Button>
        <Button loading={busy} onClick={onDone}>
          {t('create')}
        </Button>
      </div>
    </div>
  );
}
