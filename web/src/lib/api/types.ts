import type { components } from '@/api/schema';

type Schemas = components['schemas'];

export type Access = Schemas['MyEvent']['access'];
export type ActivityEntry = Schemas['ActivityEntry'];
export type Assignment = Schemas['Assignment'];
export type AssignmentState = Schemas['AssignmentState'];
export type CancelReason = Schemas['CancelReason'];
export type Candidate = Schemas['Candidate'];
export type Event = Schemas['Event'];
export type EventDefaults = Schemas['EventDefaults'];
export type EventDraft = Schemas['EventDraft'];
export type Helper = Schemas['Helper'];
export type Holder = Schemas['Holder'];
export type Me = Schemas['Me'];
export type MyEvent = Schemas['MyEvent'];
export type Need = Schemas['Need'];
export type Role = Schemas['Role'];
export type RoleCatalogue = Schemas['RoleCatalogue'];
export type Schedule = Schemas['Schedule'];
export type ScheduleChange = Schemas['ScheduleChange'];
export type ScheduleRange = Schemas['ScheduleRange'];
export type Series = Schemas['Series'];
export type Slot = Schemas['Slot'];
export type SpecialDay = Schemas['SpecialDay'];
export type Warning = Schemas['Warning'];
export type Weekday = Schemas['Weekday'];
