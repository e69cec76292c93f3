import { randomUUID } from 'node:crypto';
import type { components } from '../src/api/schema';
import { memberByLink, type Answer, type Member } from './support/member';
import { helga } from './support/people';
import { event } from './support/screens';
import type { Server } from './support/server';
import { expect, serverTest as test } from './support/test';

// Two people at once, on two connections, by the API alone: what the pages send, without the pages' own pace.

type Schedule = components['schemas']['Schedule'];
type ScheduleChange = components['schemas']['ScheduleChange'];
type Problem = components['schemas']['Problem'];
type HelperPage = components['schemas']['HelperPage'];
type ActivityPage = components['schemas']['ActivityPage'];

interface Change {
  op: string;
  slot: string;
  /** Null empties the slot. */
  helper: string | null;
  expect: string | null;
}

const rounds = 100;
/** Saturdays without a document: the first round on each of them creates it. */
const saturday = '2027-01-16';
const saturdays = ['2027-01-23', '2027-01-30', '2027-02-06', '2027-02-13', '2027-02-20', '2027-02-27'];

// These two change more in a second than an account may. No second try: a change lost only now and then is lost.
test.use({ settings: { ORGANIZER_CHANGES_PER_SECOND: '0', ORGANIZER_READS_PER_SECOND: '0' } });
test.describe.configure({ retries: 0, timeout: 300_000 });

const pathOf = (date: string) => `/events/${event}/schedules/${date}`;

async function read<Body>(member: Member, path: string): Promise<Body> {
  const answer = await member.send('GET', path);
  expect(answer.status, path).toBe(200);
  return answer.body as Body;
}

/** The demo's coordinator, and a run director who came by an invitation. */
async function twoMembers(server: Server): Promise<[Member, Member]> {
  const first = await memberByLink(server.link);
  const invited = await first.send('POST', `/events/${event}/invitations`, { access: 'runDirector' });
  expect(invited.status).toBe(201);
  const { link } = invited.body as { link: string };
  const second = await memberByLink(link, {
    name: helga.name,
    user_name: helga.userName,
    password: helga.password,
  });
  const secret = new URL(link).pathname.split('/').at(-1);
  const accepted = await second.send('POST', '/me/memberships', { secret });
  expect(accepted.status).toBe(201);
  return [first, second];
}

const fill = (slot: string, helper: string): Change => ({ op: randomUUID(), slot, helper, expect: null });
const empty = (slot: string, holder: string): Change => ({ op: randomUUID(), slot, helper: null, expect: holder });

interface Attempt {
  change: Change;
  by: Member;
  answer: Answer;
}

async function attempt(by: Member, date: string, change: Change): Promise<Attempt> {
  const { op, slot, ...edit } = change;
  return { change, by, answer: await by.send('PUT', `${pathOf(date)}/slots/${slot}/assignment`, edit, op) };
}

/** Both send their change at the same moment; who is first alternates. */
async function together(
  [one, other]: [Member, Member],
  date: string,
  changes: [Change, Change],
  round: number,
): Promise<[Attempt, Attempt]> {
  if (round % 2 === 0) return Promise.all([attempt(one, date, changes[0]), attempt(other, date, changes[1])]);
  const [second, first] = await Promise.all([attempt(other, date, changes[1]), attempt(one, date, changes[0])]);
  return [first, second];
}

/** True if the later request was on its way before the earlier answer was here. */
const overlapped = ([one, other]: [Attempt, Attempt]): boolean =>
  Math.max(one.answer.sentAt, other.answer.sentAt) < Math.min(one.answer.answeredAt, other.answer.answeredAt);

type Holders = Record<string, string | null>;

const holdersOf = (schedule: Schedule): Holders =>
  Object.fromEntries(schedule.slots.map((slot) => [slot.id, slot.assignment?.helper ?? null]));

/** Who is where after the acknowledged changes, in their order, as the rule of a place has it. */
function replay(start: Holders, changes: readonly Change[]): Holders {
  const holders = { ...start };
  for (const { slot, helper, expect: holder } of changes) {
    if (holders[slot] !== holder) throw new Error(`${slot} held ${holders[slot]}, but ${holder} was acknowledged`);
    holders[slot] = helper;
  }
  return holders;
}

/** The date as it stands is the replay, and the activity log holds every acknowledged change once. */
async function expectNothingLost(member: Member, date: string, start: Holders, changes: Change[]): Promise<void> {
  expect(holdersOf(await read<Schedule>(member, pathOf(date)))).toEqual(replay(start, changes));
  const sorted = changes.map((change) => change.op).sort();
  await expect.poll(async () => (await loggedOps(member, date)).sort(), { timeout: 30_000 }).toEqual(sorted);
}

async function loggedOps(member: Member, date: string): Promise<string[]> {
  const ops: string[] = [];
  let cursor: string | undefined;
  do {
    const further: string = cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const page = await read<ActivityPage>(
      member,
      `/events/${event}/activity?entity=schedule:${date}&limit=200${further}`,
    );
    ops.push(...page.entries.filter((entry) => entry.result === 'done').map((entry) => entry.op));
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return ops;
}

/** The two people of a journey and the directory's helpers, by id. */
const withMembers = async (
  server: Server,
  journey: (members: [Member, Member], names: Map<string, string>) => Promise<void>,
): Promise<void> => {
  const members = await twoMembers(server);
  try {
    const { helpers } = await read<HelperPage>(members[0], `/events/${event}/helpers?limit=100`);
    await journey(members, new Map(helpers.map((helper) => [helper.id, helper.name])));
    expect(
      members.map((member) => member.connections()),
      'one connection each, kept',
    ).toEqual([1, 1]);
  } finally {
    for (const member of members) member.close();
  }
};

function noteOverlap(count: number): void {
  test.info().annotations.push({ type: 'overlapping rounds', description: `${count} of ${rounds}` });
  expect(count, 'rounds that really overlapped').toBeGreaterThanOrEqual(rounds / 2);
}

test('two people fill different places of one date: nobody is refused, nothing is lost', async ({ demo }) => {
  await withMembers(demo, async (members, names) => {
    const ids = [...names.keys()];
    const begun = await read<Schedule>(members[0], pathOf(saturday));
    expect(begun.derived).toBe(true);
    const start = holdersOf(begun);
    const acknowledged: Change[] = [];
    let overlaps = 0;

    const change = async (changes: [Change, Change], round: number): Promise<boolean> => {
      const attempts = await together(members, saturday, changes, round);
      for (const { change: made, answer } of attempts) {
        expect(answer.status, `round ${round}: ${JSON.stringify(answer.body)}`).toBe(200);
        expect(holdersOf((answer.body as ScheduleChange).schedule)[made.slot]).toBe(made.helper);
        acknowledged.push(made);
      }
      const now = holdersOf(await read<Schedule>(members[round % 2]!, pathOf(saturday)));
      expect(now, `after round ${round}`).toEqual(replay(start, acknowledged));
      return overlapped(attempts);
    };

    for (let round = 0; round < rounds; round += 1) {
      let holders = replay(start, acknowledged);
      const filled = Object.entries(holders).flatMap(([slot, helper]) =>
        helper === null ? [] : [[slot, helper] as const],
      );
      if (Object.keys(holders).length - filled.length < 2) {
        // No two places are open: both hand back what is filled, together too.
        for (let next = 0; next + 1 < filled.length; next += 2) {
          await change([empty(...filled[next]!), empty(...filled[next + 1]!)], round);
        }
        holders = replay(start, acknowledged);
      }
      const open = Object.keys(holders).filter((slot) => holders[slot] === null);
      const free = ids.filter((id) => !Object.values(holders).includes(id));
      // Anywhere on the date and anybody, the same in every run.
      const place = (round * 7) % open.length;
      const who = (round * 11) % free.length;
      const one = fill(open[place]!, free[who]!);
      const other = fill(open[(place + 1) % open.length]!, free[(who + 1) % free.length]!);
      if (await change([one, other], round)) overlaps += 1;
    }

    await expectNothingLost(members[0], saturday, start, acknowledged);
    noteOverlap(overlaps);
  });
});

test('two people at one place: one wins, and the refusal names the holder', async ({ demo }) => {
  await withMembers(demo, async (members, names) => {
    const ids = [...names.keys()];
    // After twenty refusals of one person on one date in a day the answer is 429, so the rounds go over several dates.
    const perDate = Math.ceil(rounds / saturdays.length);
    expect(perDate).toBeLessThanOrEqual(18);
    let overlaps = 0;
    let round = 0;
    for (const date of saturdays) {
      const begun = await read<Schedule>(members[0], pathOf(date));
      expect(begun.derived).toBe(true);
      const start = holdersOf(begun);
      const slots = Object.keys(start);
      const acknowledged: Change[] = [];
      for (let turn = 0; turn < perDate && round < rounds; turn += 1, round += 1) {
        const slot = slots[turn % slots.length]!;
        const one = fill(slot, ids[round % ids.length]!);
        const other = fill(slot, ids[(round + 1) % ids.length]!);
        const attempts = await together(members, date, [one, other], round);
        const said = `round ${round}: ${JSON.stringify(attempts.map((each) => each.answer.body))}`;
        expect(attempts.map((each) => each.answer.status).sort(), said).toEqual([200, 409]);
        const [winner, loser] = attempts[0].answer.status === 200 ? attempts : [attempts[1], attempts[0]];
        const holder = winner.change.helper!;
        expect((loser.answer.body as Problem).code).toBe('slotTaken');
        expect((loser.answer.body as Problem).holder, said).toMatchObject({
          helper: holder,
          name: names.get(holder),
          state: 'confirmed',
          by: { account: winner.by.account },
        });
        acknowledged.push(winner.change);
        if (overlapped(attempts)) overlaps += 1;
        expect(holdersOf(await read<Schedule>(loser.by, pathOf(date)))).toEqual(replay(start, acknowledged));

        // The winner hands the place back, so that everybody is free for the next round.
        const back = empty(slot, holder);
        const { answer: handed } = await attempt(winner.by, date, back);
        expect(handed.status).toBe(200);
        acknowledged.push(back);
      }
      await expectNothingLost(members[0], date, start, acknowledged);
    }
    expect(round).toBe(rounds);
    noteOverlap(overlaps);
  });
});
