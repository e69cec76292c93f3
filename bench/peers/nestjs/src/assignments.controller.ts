import { Body, Controller, Headers, Inject, Param, Put, Res } from '@nestjs/common';
import type { DatabaseSync, StatementSync } from 'node:sqlite';

import type { Assignment, Reply, Schedule, Slot } from './forms';
import { Guard } from './guard';

interface Edit {
  helper: string | null;
  expect: string | null;
}

type Outcome =
  | { kind: 'problem'; status: number; code: string; facts?: Record<string, string> }
  | { kind: 'schedule'; schedule: Schedule; op: string };

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const id = /^[A-Za-z0-9._~-]{1,100}$/;

function problem(status: number, code: string, facts?: Record<string, string>): Outcome {
  return { kind: 'problem', status, code, facts };
}

function isEdit(body: unknown): body is Edit {
  const edit = body as Partial<Edit> | null;
  const isPerson = (value: unknown) => value === null || (typeof value === 'string' && id.test(value));
  if (typeof edit !== 'object' || edit === null) {
    return false;
  }
  return isPerson(edit.helper) && isPerson(edit.expect) && Object.keys(edit).length === 2;
}

const isOpen = (slot: Slot) => !slot.assignment || slot.assignment.state === 'declined';

/** Ranks of the slots and what is still open: the filled ones of a role first, then the open ones by index. */
function count(schedule: Schedule): void {
  const left = new Map(schedule.needs.map((row) => [row.role, { need: row.need, prefer: row.prefer }]));
  schedule.openNeeded = 0;
  schedule.openPreferred = 0;
  schedule.proposed = 0;
  for (const open of [false, true]) {
    for (const slot of schedule.slots) {
      if (isOpen(slot) !== open) {
        continue;
      }
      const tally = left.get(slot.role);
      if (tally && tally.need > 0) {
        tally.need -= 1;
        slot.need = 'needed';
      } else if (tally && tally.prefer > 0) {
        tally.prefer -= 1;
        slot.need = 'preferred';
      } else {
        slot.need = 'extra';
      }
      schedule.openNeeded += open && slot.need === 'needed' ? 1 : 0;
      schedule.openPreferred += open && slot.need === 'preferred' ? 1 : 0;
      schedule.proposed += !open && slot.assignment?.state === 'proposed' ? 1 : 0;
    }
  }
}

/**
 * Fills or empties a place with the organizer's rules: idempotent by key, the expected holder, no archived helper, once
 * on a date unless the pair is allowed. One transaction, durable (`synchronous = FULL`) before the answer.
 */
@Controller('api/v1/events/:event/schedules/:date/slots/:slot/assignment')
export class AssignmentsController {
  private readonly decided: StatementSync;
  private readonly schedule: StatementSync;
  private readonly helper: StatementSync;
  private readonly names: StatementSync;
  private readonly store: StatementSync;
  private readonly log: StatementSync;
  private readonly assign: StatementSync;
  private readonly unassign: StatementSync;
  private readonly phases: Map<string, string>;

  constructor(
    @Inject('database') private readonly database: DatabaseSync,
    @Inject(Guard) private readonly guard: Guard,
  ) {
    this.decided = database.prepare('SELECT asked, actor FROM activity WHERE event = ? AND date = ? AND op = ?');
    this.schedule = database.prepare('SELECT rev, body FROM schedules WHERE event = ? AND date = ?');
    this.helper = database.prepare('SELECT name, archived FROM helpers WHERE event = ? AND id = ?');
    this.names = database.prepare('SELECT id, name FROM helpers WHERE event = ?');
    this.store = database.prepare('UPDATE schedules SET rev = ?, body = ? WHERE event = ? AND date = ?');
    this.log = database.prepare('INSERT INTO activity VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
    this.assign = database.prepare('INSERT OR REPLACE INTO assignments VALUES (?, ?, ?, ?, ?, ?)');
    this.unassign = database.prepare('DELETE FROM assignments WHERE event = ? AND date = ? AND place = ?');
    const roles = database.prepare('SELECT id, phase FROM roles').all() as unknown as { id: string; phase: string }[];
    this.phases = new Map(roles.map((role) => [role.id, role.phase]));
  }

  @Put()
  async put(
    @Param('event') event: string,
    @Param('date') date: string,
    @Param('slot') slot: string,
    @Headers('authorization') authorization: string | undefined,
    @Headers('idempotency-key') op: string | undefined,
    @Body() body: unknown,
    @Res() reply: Reply,
  ): Promise<unknown> {
    const member = await this.guard.admit(event, authorization, reply);
    if (!member) {
      return reply;
    }
    if (!op || !uuid.test(op) || !isEdit(body)) {
      return reply.code(400).type('application/problem+json').send('{"status":400,"code":"invalidRequest"}');
    }
    const outcome = this.decide(event, date, slot, op, member.id, body);
    if (outcome.kind === 'problem') {
      const { status, code, facts } = outcome;
      return reply
        .code(status)
        .type('application/problem+json')
        .send(JSON.stringify({ status, code, ...facts }));
    }
    const rows = this.names.all(event) as unknown as { id: string; name: string }[];
    const names = new Map(rows.map((row) => [row.id, row.name]));
    for (const { assignment } of outcome.schedule.slots) {
      if (assignment) {
        assignment.name = names.get(assignment.helper) ?? '';
      }
    }
    return reply
      .header('ETag', `"${outcome.schedule.rev}"`)
      .header('Cache-Control', 'private, no-cache')
      .type('application/json')
      .send(JSON.stringify({ op: outcome.op, warnings: [], schedule: outcome.schedule }));
  }

  private decide(event: string, date: string, slot: string, op: string, actor: string, edit: Edit): Outcome {
    this.database.exec('BEGIN IMMEDIATE');
    try {
      const outcome = this.change(event, date, slot, op, actor, edit);
      this.database.exec(outcome.kind === 'schedule' ? 'COMMIT' : 'ROLLBACK');
      return outcome;
    } catch (error) {
      this.database.exec('ROLLBACK');
      throw error;
    }
  }

  private change(event: string, date: string, slotId: string, op: string, actor: string, edit: Edit): Outcome {
    const asked = JSON.stringify([slotId, edit.helper, edit.expect]);
    const row = this.schedule.get(event, date) as unknown as { rev: number; body: string } | undefined;
    if (!row) {
      return problem(404, 'noEventThatDay');
    }
    const schedule = JSON.parse(row.body) as Schedule;
    const before = this.decided.get(event, date, op) as unknown as { asked: string; actor: string } | undefined;
    if (before) {
      return before.asked === asked && before.actor === actor
        ? { kind: 'schedule', schedule, op }
        : problem(422, 'otherCommand');
    }
    const place = schedule.slots.findIndex((one) => one.id === slotId);
    const slot = schedule.slots[place];
    if (!slot) {
      return problem(404, 'noSuchSlot');
    }
    const refused = this.refusal(event, schedule, slot, edit);
    if (refused) {
      return refused;
    }
    const holder = slot.assignment?.helper ?? null;
    if (holder === edit.helper) {
      return { kind: 'schedule', schedule, op };
    }
    const at = new Date().toISOString();
    if (edit.helper === null) {
      delete slot.assignment;
      this.unassign.run(event, date, place);
    } else {
      const assignment: Assignment = { helper: edit.helper, name: '', state: 'confirmed' };
      slot.assignment = assignment;
      this.assign.run(event, date, place, slotId, edit.helper, assignment.state);
    }
    count(schedule);
    const kind = edit.helper === null ? 'unassign' : 'assign';
    schedule.rev = row.rev + 1;
    schedule.derived = false;
    schedule.lastUndoable = { op, kind, actor, at };
    this.store.run(schedule.rev, JSON.stringify(schedule), event, date);
    this.log.run(event, date, op, actor, at, kind, asked, slotId, holder, edit.helper);
    return { kind: 'schedule', schedule, op };
  }

  private refusal(event: string, schedule: Schedule, slot: Slot, edit: Edit): Outcome | undefined {
    const who =
      edit.helper === null
        ? undefined
        : (this.helper.get(event, edit.helper) as unknown as { archived: number } | undefined);
    if (edit.helper !== null && !who) {
      return problem(400, 'invalidRequest');
    }
    if (schedule.status === 'cancelled' || schedule.status === 'final') {
      return problem(409, schedule.status === 'final' ? 'scheduleFinal' : 'scheduleCancelled');
    }
    const holder = slot.assignment?.helper ?? null;
    if (holder !== edit.helper && holder !== edit.expect) {
      return holder ? problem(409, 'slotTaken', { slot: slot.id, holder }) : problem(409, 'changedSince');
    }
    if (edit.helper === null || holder === edit.helper) {
      return undefined;
    }
    if (who?.archived) {
      return problem(409, 'helperArchived');
    }
    const other = schedule.slots.find(
      (one) =>
        one !== slot &&
        !isOpen(one) &&
        one.assignment?.helper === edit.helper &&
        !this.mayCombine(schedule, one.role, slot.role),
    );
    return other ? problem(409, 'alreadyOnDate', { slot: other.id }) : undefined;
  }

  private mayCombine(schedule: Schedule, role: string, other: string): boolean {
    if (this.phases.get(role) !== 'during' || this.phases.get(other) !== 'during') {
      return true;
    }
    return schedule.allowedPairs.some(
      (pair) => (pair.first === role && pair.second === other) || (pair.first === other && pair.second === role),
    );
  }
}
