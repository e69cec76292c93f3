import { useLanguage } from '@/lib/use-language';
import controls from './controls.module.css';
import { useText } from './locale';
import { RowsField } from './rows-field';

/** A special day as a form holds it; without a start of its own it begins as usual. */
export interface SpecialDayValue {
  month: number;
  day: number;
  startTime: string;
}

type Days = SpecialDayValue[];
const months = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];

/** Days of every year on which the event takes place besides its weekday. */
export function SpecialDaysField(props: { value: Days; fault: string | undefined; onChange: (next: Days) => void }) {
  const { value, fault, onChange } = props;
  const t = useText();
  const language = useLanguage();
  const monthName = (month: number) =>
    new Intl.DateTimeFormat(language, { month: 'long', timeZone: 'UTC' }).format(
      new Date(Date.UTC(2000, month - 1, 1)),
    );
  const daysIn = (month: number) => new Date(Date.UTC(2000, month, 0)).getUTCDate();
  const whole = ({ month, day, startTime }: SpecialDayValue) => ({
    month,
    day: Math.min(day, daysIn(month)),
    startTime,
  });
  return (
    <RowsField
      legend={t('specialDays')}
      heading
      hint={t('specialDaysHint')}
      rows={value}
      empty={{ month: 1, day: 1, startTime: '' }}
      addLabel={t('addDay')}
      removeLabel={(at) => t('removeDay', { number: at + 1 })}
      fault={fault}
      shape="day"
      onChange={(days) => onChange(days.map(whole))}
    >
      {({ month, day, startTime }, change, at) => (
        <>
          <select
            className={controls.input}
            aria-label={t('day', { number: at + 1 })}
            value={day}
            onChange={(event) => change({ day: Number(event.currentTarget.value) })}
          >
            {Array.from({ length: daysIn(month) }, (_, index) => (
              <option key={index} value={index + 1}>
                {index + 1}
              </option>
            ))}
          </select>
          <select
            className={controls.input}
            aria-label={t('month', { number: at + 1 })}
            value={month}
            onChange={(event) => change({ month: Number(event.currentTarget.value) })}
          >
            {months.map((each) => (
              <option key={each} value={each}>
                {monthName(each)}
              </option>
            ))}
          </select>
          <input
            type="time"
            className={controls.input}
            aria-label={t('start', { number: at + 1 })}
            title={t('startHint')}
            value={startTime}
            onChange={(event) => change({ startTime: event.currentTarget.value })}
          />
        </>
      )}
    </RowsField>
  );
}
