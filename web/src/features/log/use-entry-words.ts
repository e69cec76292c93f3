import { useMemo } from 'react';
import type { components } from '@/api/schema';
import type { ActivityEntry } from '@/lib/api/types';
import { formatDate } from '@/lib/dates';
import { useRoleNames } from '@/lib/queries/roles';
import { useSlotNames } from '@/lib/queries/slot-names';
import { useText } from './locale';

type Change = components['schemas']['ActivityChange'];
type Value = components['schemas']['ActivityValue'];

const onSchedules = {
  assign: 'kindAssign',
  unassign: 'kindUnassign',
  swap: 'kindSwap',
  setNeed: 'kindSetNeed',
  applyNeeds: 'kindApplyNeeds',
  publish: 'kindPublish',
  cancel: 'kindCancel',
  reinstate: 'kindReinstate',
} as const;

const onOthers = {
  undo: 'kindUndo',
  createEvent: 'kindCreateEvent',
  editEvent: 'kindEditEvent',
  setMembership: 'kindSetMembership',
  endMembership: 'kindEndMembership',
  createInvitation: 'kindCreateInvitation',
  revokeInvitation: 'kindRevokeInvitation',
  acceptInvitation: 'kindAcceptInvitation',
  createHelper: 'kindCreateHelper',
  editHelper: 'kindEditHelper',
  changeParkrunNumber: 'kindChangeParkrunNumber',
  archiveHelper: 'kindArchiveHelper',
  restoreHelper: 'kindRestoreHelper',
} as const;

const fields = {
  status: 'fieldStatus',
  name: 'fieldName',
  parkrunNumber: 'fieldNumber',
  archived: 'fieldArchived',
  phone: 'fieldPhone',
  email: 'fieldEmail',
  notes: 'fieldNotes',
  absences: 'fieldAbsences',
  ageBand: 'fieldAge',
  prefers: 'fieldPrefers',
  avoids: 'fieldAvoids',
  wishedEveryWeeks: 'fieldWish',
  consents: 'fieldConsents',
  weekday: 'fieldWeekday',
  startTime: 'fieldStart',
  timeZone: 'fieldZone',
  country: 'fieldCountry',
  languages: 'fieldLanguages',
  specialDays: 'fieldSpecialDays',
  allowedPairs: 'fieldPairs',
  members: 'fieldMembership',
  invitations: 'fieldInvitation',
} as const;

const has = <Map extends object>(map: Map, key: string): key is Extract<keyof Map, string> => Object.hasOwn(map, key);

/** Entries of the log in words: what was done, and each value that changed. */
export function useEntryWords(event: string) {
  const t = useText();
  const names = useRoleNames();
  const slotName = useSlotNames(event);
  return useMemo(() => {
    const subject = ({ kind, id, name }: ActivityEntry['entity']) =>
      kind === 'schedule' ? formatDate(id, 'weekday') : (name ?? id);

    const slotOf = ({ changes }: ActivityEntry) => {
      const what = changes.find((change) => change.what.startsWith('slots/'))?.what;
      return what ? slotName(what.slice('slots/'.length)) : '';
    };

    /** "Timekeeper 2, 5 Dec". */
    const what = (entry: ActivityEntry): string => {
      const { kind, entity } = entry;
      if (entity.kind === 'schedule' && has(onSchedules, kind)) {
        return t(onSchedules[kind], { date: formatDate(entity.id), slot: slotOf(entry) });
      }
      return has(onOthers, kind)
        ? t(onOthers[kind], { subject: subject(entity) })
        : t('kindOther', { kind, subject: subject(entity) });
    };

    const states = { proposed: t('stateProposed'), declined: t('stateDeclined') };
    const statuses = {
      draft: t('statusDraft'),
      published: t('statusPublished'),
      final: t('statusFinal'),
      cancelled: t('statusCancelled'),
    };
    const person = (value: Value | undefined) => {
      if (!value?.helper) return t('nobody');
      const name = value.name ?? value.helper;
      const state = value.state ?? '';
      return has(states, state) ? t('inState', { name, state: states[state] }) : name;
    };
    const plain = (value: Value | undefined) => {
      const text = value?.text ?? '';
      return has(statuses, text) ? statuses[text] : text;
    };

    /** "Timekeeper 2: open → Jörg MÜLLER"; values that are personal stand as their name alone. */
    const change = ({ what: path, before, after }: Change): string => {
      const [first = '', second = ''] = path.split('/');
      if (first === 'slots') {
        return `${slotName(second)}: ${t('becomes', { before: person(before), after: person(after) })}`;
      }
      if (first === 'needs') {
        const counts = (value: Value | undefined) => (value?.text ?? '0 0').replace(' ', ' + ');
        const label = t('needs', { role: names.role(second) });
        return `${label}: ${t('becomes', { before: counts(before), after: counts(after) })}`;
      }
      if (first === 'levels') return t('fieldLevel', { role: names.role(second) });
      const label = has(fields, first) ? t(fields[first]) : t('fieldOther', { what: first });
      const shown = first === 'status' || first === 'name' || first === 'startTime' || first === 'timeZone';
      return shown && (before ?? after)
        ? `${label}: ${t('becomes', { before: plain(before), after: plain(after) })}`
        : label;
    };
    return { subject, what, change };
  }, [t, names, slotName]);
}
