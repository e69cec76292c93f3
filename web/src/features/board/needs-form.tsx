import { Button } from '@mantine/core';
import { useRef, useState } from 'react';
import { useNotices } from '@/components/notices';
import { useProblemText } from '@/components/use-problem-text';
import { isProblem } from '@/lib/api/problem';
import type { Need, Schedule } from '@/lib/api/types';
import { useMyEvent } from '@/lib/current-event';
import { formatDate } from '@/lib/dates';
import { useRoleNames } from '@/lib/queries/roles';
import { undoStack } from '@/lib/undo';
import type { BoardCommands } from './board-commands';
import classes from './date-dialog.module.css';
import { useText } from './locale';

const most = 60;

/** How many slots of each role this date needs and prefers. Each count is saved when it is left. */
export function NeedsForm({ schedule, commands }: { schedule: Schedule; commands: BoardCommands }) {
  const t = useText();
  const names = useRoleNames();
  const mine = useMyEvent();
  const show = useNotices();
  const problemText = useProblemText();
  const { date, needs } = schedule;
  const day = formatDate(date);

  const saveRow = async (before: Need, part: Partial<Need>): Promise<Need | null> => {
    const wanted = { ...before, ...part };
    const role = names.role(wanted.role);
    try {
      const { op } = await commands.setNeed(date, wanted, before);
      undoStack.push({
        label: t('stepNeeds', { role, date: day }),
        undo: async () => void (await commands.undo(date, op)),
      });
      show({ text: t('needChanged', { role, date: day, need: wanted.need, prefer: wanted.prefer }) });
      return wanted;
    } catch (error) {
      const text = isProblem(error, 'slotInUse') ? t('slotInUse', { role }) : problemText(error);
      show({ text, kind: 'failure' });
      return null;
    }
  };
  /** The row of each role as the save under way will leave it; null if that is refused. */
  const underWay = useRef(new Map<string, Promise<Need | null>>());
  /** Both counts of a role are one command's: a count left while the other is being saved goes out after it. */
  const save = (shown: Need, part: Partial<Need>) => {
    const { role } = shown;
    const before = underWay.current.get(role) ?? Promise.resolve(null);
    const saving = before.then((saved) => saveRow(saved ?? shown, part));
    underWay.current.set(role, saving);
    void saving.then(() => {
      if (underWay.current.get(role) === saving) underWay.current.delete(role);
    });
  };
  const apply = async () => {
    try {
      await commands.applyNeeds(date);
      show({ text: t('needsApplied', { date: day }) });
    } catch (error) {
      show({ text: problemText(error), kind: 'failure' });
    }
  };
  const addable = names.known.filter(
    ({ id, series }) => (!mine || series.includes(mine.series)) && !needs.some(({ role }) => role === id),
  );

  return (
    <section className={classes.content}>
      <h3>{t('needs')}</h3>
      <table className={classes.needs}>
        <thead>
          <tr>
            <th scope="col">{t('role')}</th>
            <th scope="col">{t('need')}</th>
            <th scope="col">{t('prefer')}</th>
          </tr>
        </thead>
        <tbody>
          {needs.map((each) => (
            <tr key={each.role}>
              <th scope="row">{names.role(each.role)}</th>
              <td>
                <Count
                  label={t('needFor', { role: names.role(each.role) })}
                  value={each.need}
                  onChange={(need) => save(each, { need })}
                />
              </td>
              <td>
                <Count
                  label={t('preferFor', { role: names.role(each.role) })}
                  value={each.prefer}
                  onChange={(prefer) => save(each, { prefer })}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {addable.length > 0 && (
        <label className={classes.label}>
          {t('addRole')}
          <select
            className={classes.select}
            value=""
            onChange={(change) => save({ role: change.target.value, need: 0, prefer: 0 }, { need: 1 })}
          >
            <option value="">{t('addRoleChoose')}</option>
            {addable.map(({ id }) => (
              <option key={id} value={id}>
                {names.role(id)}
              </option>
            ))}
          </select>
        </label>
      )}
      <div className={classes.buttons}>
        <Button variant="default" onClick={() => void apply()}>
          {t('applyNeeds')}
        </Button>
      </div>
    </section>
  );
}

function Count({ label, value, onChange }: { label: string; value: number; onChange: (value: number) => void }) {
  const [typed, setTyped] = useState<string | null>(null);
  const commit = () => {
    const wanted = Number(typed);
    if (
      typed !== null &&
      typed !== '' &&
      Number.isInteger(wanted) &&
      wanted >= 0 &&
      wanted <= most &&
      wanted !== value
    ) {
      onChange(wanted);
    }
    setTyped(null);
  };
  return (
    <input
      className={classes.count}
      type="number"
      inputMode="numeric"
      min={0}
      max={most}
      aria-label={label}
      value={typed ?? value}
      onChange={(change) => setTyped(change.target.value)}
      onBlur={commit}
      onKeyDown={(press) => {
        if (press.key === 'Enter') commit();
      }}
    />
  );
}
