import 'reflect-metadata';

import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { readFileSync } from 'node:fs';

import { AccessLog } from './access-log';
import { AssignmentsController } from './assignments.controller';
import { Guard } from './guard';
import { ReadsController } from './reads.controller';
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

async function main(): Promise<void> {
  const database = fill(`${settings.work}/peer.db`, settings.seed);
  const tokens = new Tokens(JSON.parse(readFileSync(settings.jwks, 'utf8')), settings.issuer, settings.audience);

  @Module({
    controllers: [ReadsController, AssignmentsController],
    providers: [{ provide: 'database', useValue: database }, { provide: Tokens, useValue: tokens }, Guard],
  })
  class PeerModule {}

  const log = new AccessLog(`${settings.work}/nestjs-access.log`);
  const adapter = new FastifyAdapter({ logger: false });
  adapter.getInstance().addHook('onResponse', (request, reply, done) => {
    log.add(request.method, request.routeOptions.url ?? '', reply.statusCode, reply.elapsedTime);
    done();
  });
  const app = await NestFactory.create<NestFastifyApplication>(PeerModule, adapter, { logger: false });
  await app.listen(settings.port, '127.0.0.1');
  process.stdout.write('ready\n');
}

void main();
