import { useRef, useState, type PointerEvent } from 'react';
import { Dialog } from '@/components/dialog';
import { Icon } from '@/components/icon';
import type { Schedule } from '@/lib/api/types';
import { formatDate, type LocalDate } from '@/lib/dates';
import { slotTone } from '@/lib/slot-tone';
import { useLanguage } from '@/lib/use-language';
import { AssignPanel, type Taken } from './assign-panel';
import { SlotWords, stateIcons } from './board-cell';
import { isReadOnly, placeKey, slotState, toneOf, type RowGroup } from './board-model';
import { toneIcons, toneWords } from './date-head';
import { useText } from './locale';
import classes from './phone-board.module.css';
import { QuestionPanel } from './question-panel';
import { StateButtons } from './state-buttons';
import { take } from './take';
import type { BoardActions } from './use-board-actions';
import type { SlotChanges } from './use-slot-changes';

const swipe = 60;

/** One date at a time: a strip of dates that stays in sight, the slots below, a sheet to fill one. */
export function PhoneBoard(props: {
  event: string;
  schedules: readonly Schedule[];
  groups: readonly RowGroup[];
  slotName: (slot: string) => string;
  changes: SlotChanges;
  actions: BoardActions;
  mayEdit: boolean;
  mayCreate: boolean;
  onOpenDate: (date: LocalDate) => void;
}) {
  const { event, schedules, groups, slotName, changes, actions, mayEdit, mayCreate, onOpenDate } = props;
  const t = useText();
  const [chosen, setChosen] = useState<LocalDate | null>(null);
  const [openSlot, setOpenSlot] = useState<string | null>(null);
  const started = useRef<{ x: number; y: number } | null>(null);
  const at = Math.max(
    0,
    schedules.findIndex(({ date }) => date === chosen),
  );
  const schedule = schedules[at];
  if (!schedule) return null;
  const { date } = schedule;
  const readOnly = isReadOnly(schedule);
  const slots = new Map(schedule.slots.map((slot) => [slot.id, slot]));
  const opened = openSlot ? slots.get(openSlot) : undefined;
  const place = opened && placeKey(date, opened.id);
  const question = place && changes.questions.get(place);
  const close = () => setOpenSlot(null);

  const onTake = (taken: Taken) => {
    const found = openSlot && actions.editable(date, openSlot);
    close();
    if (found) void take(changes, actions, found, taken);
  };
  const onCreate = async (name: string) => {
    const found = openSlot && actions.editable(date, openSlot);
    close();
    const helper = found && (await changes.createHelper(name));
    if (helper) await changes.assign(date, found.slot, helper);
  };
  const onPointerUp = (press: PointerEvent) => {
    const from = started.current;
    started.current = null;
    if (!from || press.pointerType === 'mouse') return;
    const across = press.clientX - from.x;
    if (Math.abs(across) < swipe || Math.abs(press.clientY - from.y) > Math.abs(across) / 2) return;
    const next = schedules[at + (across < 0 ? 1 : -1)];
    if (next) setChosen(next.date);
  };

  return (
    <>
      <DateStrip schedules={schedules} at={at} onChoose={setChosen} />
      <div
        className={classes.day}
        onPointerDown={(press) => (started.current = { x: press.clientX, y: press.clientY })}
        onPointerUp={onPointerUp}
      >
        <button type="button" className={classes.dayHead} aria-haspopup="dialog" onClick={() => onOpenDate(date)}>
          <span className={classes.dayName}>
            {formatDate(date, 'weekday')}, <em data-status={schedule.status}>{t(`status-${schedule.status}`)}</em>
          </span>
          <span>
            {schedule.status === 'cancelled' && schedule.reason
              ? t(`why-${schedule.reason.reason}`)
              : toneWords(t, schedule)}
          </span>
          <Icon name="more" />
        </button>
        {groups.map(({ group, rows }) => {
          const here = rows.filter(({ slot }) => slots.has(slot));
          if (here.length === 0) return null;
          return (
            <section key={group}>
              <h2 className={classes.group}>{t(`group-${group}`)}</h2>
              <ul className={classes.list}>
                {here.map((row) => {
                  const slot = slots.get(row.slot)!;
                  const key = placeKey(date, slot.id);
                  const state = slotState(slot, changes.pending.get(key)?.tentative);
                  return (
                    <li key={row.slot}>
                      <button
                        type="button"
                        className={classes.row}
                        data-state={state}
                        data-tone={slotTone(slot)}
                        disabled={readOnly || !mayEdit}
                        onClick={() => setOpenSlot(slot.id)}
                      >
                        <span className={classes.role}>{slotName(row.slot)}</span>{' '}
                        <span className={classes.content}>
                          <Icon name={changes.questions.has(key) ? 'warning' : stateIcons[state]} />
                          <SlotWords slot={slot} state={state} t={t} />
                        </span>
                      </button>
                    </li>
                  );
                })}
              </ul>
            </section>
          );
        })}
      </div>
      {opened && place && (
        <Dialog
          title={t('assignLabel', { slot: slotName(opened.id), date: formatDate(date, 'weekday') })}
          opened
          onClose={close}
        >
          {question ? (
            <QuestionPanel
              question={question}
              onDone={() => {
                changes.dismiss(place);
                close();
              }}
              onClose={close}
            />
          ) : (
            <>
              {opened.assignment && (
                <StateButtons
                  state={opened.assignment.state}
                  onState={(state) => {
                    close();
                    void changes.setState([{ date, slot: opened }], state);
                  }}
                />
              )}
              <AssignPanel
                event={event}
                date={date}
                slot={opened}
                slotName={slotName}
                mayCreate={mayCreate}
                onTake={onTake}
                onCreate={(name) => void onCreate(name)}
                onClear={() => {
                  close();
                  actions.clear([place]);
                }}
                onClose={close}
              />
            </>
          )}
        </Dialog>
      )}
    </>
  );
}

function DateStrip(props: { schedules: readonly Schedule[]; at: number; onChoose: (date: LocalDate) => void }) {
  const { schedules, at, onChoose } = props;
  const t = useText();
  const language = useLanguage();
  return (
    <nav className={classes.strip} aria-label={t('dates')} lang={language}>
      {schedules.map((schedule, index) => {
        const cancelled = schedule.status === 'cancelled';
        const tone = toneOf(schedule);
        return (
          <button
            key={schedule.date}
            type="button"
            className={classes.chip}
            aria-pressed={index === at}
            data-tone={cancelled ? 'cancelled' : tone}
            onClick={() => onChoose(schedule.date)}
          >
            <span className={classes.chipDate}>{formatDate(schedule.date)}</span>
            <span className={classes.chipTone}>
              <Icon name={cancelled ? 'cancelled' : toneIcons[tone]} />
              {cancelled ? t('status-cancelled') : toneWords(t, schedule, true)}
            </span>
          </button>
        );
      })}
    </nav>
  );
}
