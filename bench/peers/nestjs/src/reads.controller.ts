import { Controller, Get, Headers, Inject, Param, Query, Res } from '@nestjs/common';
import { createHash } from 'node:crypto';
import type { DatabaseSync, StatementSync } from 'node:sqlite';

import type { HelperRow, Reply, Schedule } from './forms';
import { Guard } from './guard';

interface History {
  times: number;
  last?: string;
  coming: { date: string; slot: string; state: string }[];
}

function answer(value: unknown, known: string | undefined, reply: Reply): unknown {
  const body = JSON.stringify(value);
  const tag = `"${createHash('sha1').update(body).digest('base64url')}"`;
  if (known === tag) {
    return reply.code(304).header('ETag', tag).send();
  }
  return reply.header('ETag', tag).header('Cache-Control', 'private, no-cache').type('application/json').send(body);
}

@Controller('api/v1/events/:event')
export class ReadsController {
  private readonly event: StatementSync;
  private readonly range: StatementSync;
  private readonly names: StatementSync;
  private readonly page: StatementSync;
  private readonly count: StatementSync;
  private readonly assignments: StatementSync;
  private readonly calendars = new Map<string, Intl.DateTimeFormat>();

  constructor(
    @Inject('database') database: DatabaseSync,
    @Inject(Guard) private readonly guard: Guard,
  ) {
    this.event = database.prepare('SELECT time_zone FROM events WHERE slug = ?');
    this.range = database.prepare('SELECT body FROM schedules WHERE event = ? AND date BETWEEN ? AND ? ORDER BY date');
    this.names = database.prepare('SELECT id, name FROM helpers WHERE event = ?');
    this.page = database.prepare(
      'SELECT id, body FROM helpers WHERE event = ? AND archived = 0 ORDER BY sort_key LIMIT ?',
    );
    this.count = database.prepare('SELECT count(*) AS total FROM helpers WHERE event = ? AND archived = 0');
    this.assignments = database.prepare(
      'SELECT date, slot, helper, state FROM assignments WHERE event = ? ORDER BY date, place',
    );
  }

  @Get('schedules')
  async schedules(
    @Param('event') event: string,
    @Query('from') from: string,
    @Query('to') to: string,
    @Headers('authorization') authorization: string | undefined,
    @Headers('if-none-match') known: string | undefined,
    @Res() reply: Reply,
  ): Promise<unknown> {
    if (!(await this.guard.admit(event, authorization, reply))) {
      return reply;
    }
    const rows = this.names.all(event) as unknown as { id: string; name: string }[];
    const names = new Map(rows.map((row) => [row.id, row.name]));
    const schedules = (this.range.all(event, from, to) as unknown as { body: string }[]).map((row) => {
      const schedule = JSON.parse(row.body) as Schedule;
      for (const slot of schedule.slots) {
        if (slot.assignment) {
          slot.assignment.name = names.get(slot.assignment.helper) ?? '';
        }
      }
      return schedule;
    });
    const { zone, today } = this.today(event);
    return answer({ today, timeZone: zone, from, to, schedules }, known, reply);
  }

  @Get('helpers')
  async helpers(
    @Param('event') event: string,
    @Query('limit') limit: string | undefined,
    @Headers('authorization') authorization: string | undefined,
    @Headers('if-none-match') known: string | undefined,
    @Res() reply: Reply,
  ): Promise<unknown> {
    if (!(await this.guard.admit(event, authorization, reply))) {
      return reply;
    }
    const histories = this.histories(event, this.today(event).today);
    const rows = this.page.all(event, Number(limit ?? '100')) as unknown as { id: string; body: string }[];
    const helpers = rows.map((row) => {
      const helper = JSON.parse(row.body) as HelperRow;
      const history = histories.get(row.id);
      helper.timesHelped = history?.times ?? 0;
      if (history?.last) {
        helper.lastHelped = history.last;
      }
      if (history?.coming.length) {
        helper.coming = history.coming;
      }
      return helper;
    });
    const { total } = this.count.get(event) as unknown as { total: number };
    return answer({ helpers, total }, known, reply);
  }

  private histories(event: string, today: string): Map<string, History> {
    const made = new Map<string, History>();
    const rows = this.assignments.all(event) as unknown as {
      date: string;
      slot: string;
      helper: string;
      state: string;
    }[];
    for (const { date, slot, helper, state } of rows) {
      let history = made.get(helper);
      if (!history) {
        history = { times: 0, coming: [] };
        made.set(helper, history);
      }
      if (date >= today) {
        history.coming.push({ date, slot, state });
      } else if (state !== 'declined' && history.last !== date) {
        history.last = date;
        history.times += 1;
      }
    }
    return made;
  }

  private today(event: string): { zone: string; today: string } {
    const zone = (this.event.get(event) as unknown as { time_zone: string }).time_zone;
    let calendar = this.calendars.get(zone);
    if (!calendar) {
      calendar = new Intl.DateTimeFormat('sv-SE', { timeZone: zone });
      this.calendars.set(zone, calendar);
    }
    return { zone, today: calendar.format(new Date()) };
  }
}
