import { readFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

/** What run.py hands over: one event's answer, taken apart into the rows that a service would store. */
interface Seed {
  event: string;
  timeZone: string;
  account: string;
  schedules: { date: string; [member: string]: unknown }[];
}

interface Slot {
  assignment?: { helper: string; name: string };
  [member: string]: unknown;
}

/**
 * Fills an empty database from the seed file: schedules hold ids of helpers, names stand in the helpers' rows alone.
 */
export function fill(databasePath: string, seedPath: string): DatabaseSync {
  const seed = JSON.parse(readFileSync(seedPath, 'utf8')) as Seed;
  const database = new DatabaseSync(databasePath);
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
  database.exec(`
    CREATE TABLE events (slug TEXT PRIMARY KEY, time_zone TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE memberships (event TEXT, account TEXT, access TEXT NOT NULL, PRIMARY KEY (event, account))
      WITHOUT ROWID;
    CREATE TABLE helpers (event TEXT, id TEXT, name TEXT NOT NULL, PRIMARY KEY (event, id)) WITHOUT ROWID;
    CREATE TABLE schedules (event TEXT, date TEXT, body TEXT NOT NULL, PRIMARY KEY (event, date)) WITHOUT ROWID;`);
  const helper = database.prepare('INSERT OR REPLACE INTO helpers VALUES (?, ?, ?)');
  const schedule = database.prepare('INSERT INTO schedules VALUES (?, ?, ?)');
  database.exec('BEGIN');
  database.prepare('INSERT INTO events VALUES (?, ?)').run(seed.event, seed.timeZone);
  database.prepare('INSERT INTO memberships VALUES (?, ?, ?)').run(seed.event, seed.account, 'coordinator');
  for (const one of seed.schedules) {
    for (const slot of one.slots as Slot[]) {
      if (slot.assignment) {
        helper.run(seed.event, slot.assignment.helper, slot.assignment.name);
        slot.assignment.name = '';
      }
    }
    schedule.run(seed.event, one.date, JSON.stringify(one));
  }
  database.exec('COMMIT');
  return database;
}
