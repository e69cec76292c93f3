import 'reflect-metadata';

import { Controller, Get, Headers, Inject, Module, Param, Query, Res } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { createHash } from 'node:crypto';
import { createWriteStream, readFileSync } from 'node:fs';
import type { DatabaseSync, StatementSync } from 'node:sqlite';

import { fill } from './seed';
import { Tokens } from './tokens';

interface Settings {
  port: number;
  work: string;
  seed: string;
  issuer: string;
  audience: string;
  jwks: string;
}

const settings = JSON.parse(process.argv[2] ?? '{}') as Settings;

interface Reply {
  code(status: number): Reply;
  header(name: string, value: string): Reply;
  type(value: string): Reply;
  send(body?: unknown): unknown;
}

@Controller('api/v1/events/:event')
class SchedulesController {
  private readonly membership: StatementSync;
  private readonly event: StatementSync;
  private readonly range: StatementSync;
  private readonly names: StatementSync;

  constructor(
    @Inject('database') database: DatabaseSync,
    @Inject(Tokens) private readonly tokens: Tokens,
  ) {
    this.membership = database.prepare('SELECT access FROM memberships WHERE event = ? AND account = ?');
    this.event = database.prepare('SELECT time_zone FROM events WHERE slug = ?');
    this.range = database.prepare('SELECT body FROM schedules WHERE event = ? AND date BETWEEN ? AND ? ORDER BY date');
    this.names = database.prepare('SELECT id, name FROM helpers WHERE event = ?');
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
    const principal = await this.tokens.verify(authorization);
    if (!principal) {
      return reply.code(401).header('WWW-Authenticate', 'Bearer error="invalid_token"').send();
    }
    if (!this.membership.get(event, principal.account)) {
      return reply.code(404).send();
    }
    const zone = (this.event.get(event) as unknown as { time_zone: string }).time_zone;
    const rows = this.names.all(event) as unknown as { id: string; name: string }[];
    const names = new Map(rows.map((row) => [row.id, row.name]));
    const schedules = (this.range.all(event, from, to) as unknown as { body: string }[]).map((row) => {
      const schedule = JSON.parse(row.body) as { slots: { assignment?: { helper: string; name: string } }[] };
      for (const slot of schedule.slots) {
        if (slot.assignment) {
          slot.assignment.name = names.get(slot.assignment.helper) ?? '';
        }
      }
      return schedule;
    });
    const today = new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(new Date());
    const body = JSON.stringify({ today, timeZone: zone, from, to, schedules });
    const tag = `"${createHash('sha1').update(body).digest('base64url')}"`;
    if (known === tag) {
      return reply.code(304).header('ETag', tag).send();
    }
    return reply.header('ETag', tag).header('Cache-Control', 'private, no-cache').type('application/json').send(body);
  }
}

async function main(): Promise<void> {
  const database = fill(`${settings.work}/peer.db`, settings.seed);
  const tokens = new Tokens(JSON.parse(readFileSync(settings.jwks, 'utf8')), settings.issuer, settings.audience);

  @Module({
    controllers: [SchedulesController],
    providers: [
      { provide: 'database', useValue: database },
      { provide: Tokens, useValue: tokens },
    ],
  })
  class PeerModule {}

  const log = createWriteStream(`${settings.work}/nestjs-access.log`);
  const adapter = new FastifyAdapter({ logger: false });
  const instance = adapter.getInstance();
  instance.addHook('onResponse', (request, reply, done) => {
    log.write(
      `{"time":"${new Date().toISOString()}","method":"${request.method}","route":"${request.routeOptions.url ?? ''}","status":${reply.statusCode},"ms":${reply.elapsedTime.toFixed(2)}}\n`,
    );
    done();
  });
  const app = await NestFactory.create<NestFastifyApplication>(PeerModule, adapter, { logger: false });
  await app.listen(settings.port, '127.0.0.1');
  process.stdout.write('ready\n');
}

void main();
