import { readFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

import type { HelperRow, Schedule } from './forms';

/** What bench gives over: the organizer's own answers, to be taken apart into the rows that a service would store. */
interface Seed {
  roles: { id: string; phase: string }[];
  events: {
    event: string;
    timeZone: string;
    /** `<tid>/<oid>` of the coordinator, and the id by which the account is shown. */
    account: string;
    accountId: string;
    schedules: Schedule[];
    helpers: HelperRow[];
  }[];
}

const schema = `
  CREATE TABLE roles (id TEXT PRIMARY KEY, phase TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE events (slug TEXT PRIMARY KEY, time_zone TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE memberships (event TEXT, account TEXT, id TEXT NOT NULL, access TEXT NOT NULL,
    PRIMARY KEY (event, account)) WITHOUT ROWID;
  CREATE TABLE helpers (event TEXT, id TEXT, sort_key INTEGER NOT NULL, name TEXT NOT NULL, archived INTEGER NOT NULL,
    body TEXT NOT NULL, PRIMARY KEY (event, id)) WITHOUT ROWID;
  CREATE INDEX helpers_by_name ON helpers (event, archived, sort_key);
  CREATE TABLE schedules (event TEXT, date TEXT, rev INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY (event, date))
    WITHOUT ROWID;
  CREATE TABLE assignments (event TEXT, date TEXT, place INTEGER, slot TEXT NOT NULL, helper TEXT NOT NULL,
    state TEXT NOT NULL, PRIMARY KEY (event, date, place)) WITHOUT ROWID;
  CREATE TABLE activity (event TEXT, date TEXT, op TEXT, actor TEXT NOT NULL, at TEXT NOT NULL, kind TEXT NOT NULL,
    asked TEXT NOT NULL, slot TEXT NOT NULL, before TEXT, after TEXT, PRIMARY KEY (event, date, op)) WITHOUT ROWID;`;

/**
 * Fills an empty database from the seed file: schedules hold ids of helpers, names stand in the helpers' rows alone,
 * and what a helper did is counted from the assignments.
 */
export function fill(databasePath: string, seedPath: string): DatabaseSync {
  const seed = JSON.parse(readFileSync(seedPath, 'utf8')) as Seed;
  const database = new DatabaseSync(databasePath);
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -16000');
  database.exec(schema);
  const role = database.prepare('INSERT INTO roles VALUES (?, ?)');
  const event = database.prepare('INSERT INTO events VALUES (?, ?)');
  const member = database.prepare('INSERT INTO memberships VALUES (?, ?, ?, ?)');
  const helper = database.prepare('INSERT INTO helpers VALUES (?, ?, ?, ?, ?, ?)');
  const schedule = database.prepare('INSERT INTO schedules VALUES (?, ?, ?, ?)');
  const assignment = database.prepare('INSERT INTO assignments VALUES (?, ?, ?, ?, ?, ?)');
  database.exec('BEGIN');
  for (const one of seed.roles) {
    role.run(one.id, one.phase);
  }
  for (const one of seed.events) {
    event.run(one.event, one.timeZone);
    member.run(one.event, one.account, one.accountId, 'coordinator');
    one.helpers.forEach((row, order) => {
      const { timesHelped: _, lastHelped: __, coming: ___, ...own } = row;
      helper.run(one.event, own.id, order, own.name, own.archived ? 1 : 0, JSON.stringify(own));
    });
    for (const of of one.schedules) {
      of.slots.forEach((slot, place) => {
        if (slot.assignment) {
          assignment.run(one.event, of.date, place, slot.id, slot.assignment.helper, slot.assignment.state);
          slot.assignment.name = '';
        }
      });
      schedule.run(one.event, of.date, of.rev, JSON.stringify(of));
    }
  }
  database.exec('COMMIT');
  return database;
}
