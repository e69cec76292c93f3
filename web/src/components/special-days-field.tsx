import { Button } from '@mantine/core';
import { Icon } from './icon';
import { useLanguage } from '@/lib/use-language';
import { useText } from './locale';
import classes from './event-fields.module.css';

/** A special day as a form holds it; without a start of its own it begins as usual. */
export interface SpecialDayValue {
  month: number;
  day: number;
  startTime: string;
}

type Days = SpecialDayValue[];
const months = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];

/** Days of every year on which the event takes place besides its weekday. */
export function SpecialDaysField({
  value,
  fault,
  onChange,
}: {
  value: Days;
  fault: string | undefined;
  onChange: (next: Days) => void;
}) {
  const t = useText();
  const language = useLanguage();
  const monthName = (month: number) =>
    new Intl.DateTimeFormat(language, { month: 'long', timeZone: 'UTC' }).format(
      new Date(Date.UTC(2000, month - 1, 1)),
    );
  const daysIn = (month: number) => new Date(Date.UTC(2000, month, 0)).getUTCDate();
  const change = (at: number, part: Partial<Days[number]>) =>
    onChange(
      value.map((each, index) => {
        if (index !== at) return each;
        const next = { ...each, ...part };
        return { ...next, day: Math.min(next.day, daysIn(next.month)) };
      }),
    );
  return (
    <section className={classes.section}>
      <h2>{t('specialDays')}</h2>
      <p className={classes.muted}>{t('specialDaysHint')}</p>
      {value.map(({ month, day, startTime }, at) => (
        <div key={at} className={classes.day}>
          <select
            className={classes.input}
            aria-label={t('day', { number: at + 1 })}
            value={day}
            onChange={(event) => change(at, { day: Number(event.currentTarget.value) })}
          >
            {Array.from({ length: daysIn(month) }, (_, index) => (
              <option key={index} value={index + 1}>
                {index + 1}
              </option>
            ))}
          </select>
          <select
            className={classes.input}
            aria-label={t('month', { number: at + 1 })}
            value={month}
            onChange={(event) => change(at, { month: Number(event.currentTarget.value) })}
          >
            {months.map((each) => (
              <option key={each} value={each}>
                {monthName(each)}
              </option>
            ))}
          </select>
          <input
            type="time"
            className={classes.input}
            aria-label={t('start', { number: at + 1 })}
            title={t('startHint')}
            value={startTime}
            onChange={(event) => change(at, { startTime: event.currentTarget.value })}
          />
          <button
            type="button"
            className={classes.remove}
            aria-label={t('removeDay', { number: at + 1 })}
            onClick={() => onChange(value.filter((_, index) => index !== at))}
          >
            <Icon name="close" />
          </button>
        </div>
      ))}
      {fault && <p className={classes.fault}>{fault}</p>}
      <Button
        variant="default"
        leftSection={<Icon name="add" />}
        onClick={() => onChange([...value, { month: 1, day: 1, startTime: '' }])}
      >
        {t('addDay')}
      </Button>
    </section>
  );
}
