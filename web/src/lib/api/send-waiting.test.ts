import { http, HttpResponse } from 'msw';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeAuth } from '@/testing/fake-auth';
import { address, problem } from '@/testing/handlers';
import { server } from '@/testing/server';
import { SignInNeeded } from '../auth/auth-client';
import { clock } from '../clock';
import { signOut } from '../sign-out';
import { setTransport } from './client';
import { Kept, sendCommand } from './command';
import { NoAnswer } from './problem';
import { sendWaiting } from './send-waiting';
import { createTransport } from './transport';
import { waitingChanges } from './waiting';

const url = address('/events/monrepos/schedules/2026-12-05/publish');
const change = (opId: string, body = '') =>
  new Request(url, {
    method: 'POST',
    headers: { 'Idempotency-Key': opId, 'Content-Type': 'application/json' },
    ...(body ? { body } : {}),
  });
const subject = (label: string) => ({ label, place: '' });
const labels = () => waitingChanges.list().map(({ label }) => label);

let keys: (string | null)[];
let answers: (() => Response)[];

/** The server gives these answers one after the other, the last one for ever. */
function answer(...given: (() => Response)[]) {
  answers = given;
  server.use(
    http.post(url, async ({ request }) => {
      keys.push(request.headers.get('Idempotency-Key'));
      return (answers.length > 1 ? answers.shift()! : answers[0]!)();
    }),
  );
}

const done = () => HttpResponse.json({ op: 'op' });
const lost = () => HttpResponse.error();

beforeEach(() => {
  keys = [];
  waitingChanges.clear();
  waitingChanges.claim('acc-anna');
  setTransport(createTransport(fakeAuth(), () => undefined));
});

afterEach(() => {
  vi.restoreAllMocks();
});

describe('changes that wait', () => {
  it('survive a reload, and go out in their order with their own keys and bodies', async () => {
    await waitingChanges.add(change('op-1', '{"a":1}'), subject('first'));
    await waitingChanges.add(change('op-2'), subject('second'));
    const bodies: string[] = [];
    server.use(
      http.post(url, async ({ request }) => {
        bodies.push(`${request.headers.get('Idempotency-Key')} ${await request.text()}`);
        return done();
      }),
    );
    expect(JSON.parse(localStorage.getItem('organizer.waiting') ?? '[]')).toHaveLength(2);
    expect(await sendWaiting()).toEqual({ saved: 2, refused: 0 });
    expect(bodies).toEqual(['op-1 {"a":1}', 'op-2 ']);
    expect(waitingChanges.list()).toEqual([]);
  });

  it('are kept once each, no reads among them, and at most fifty', async () => {
    expect(await waitingChanges.add(new Request(url))).toBe(false);
    for (let at = 0; at < 50; at += 1) expect(await waitingChanges.add(change(`op-${at}`))).toBe(true);
    expect(await waitingChanges.add(change('op-0'))).toBe(true);
    expect(await waitingChanges.add(change('one too many'))).toBe(false);
    expect(waitingChanges.list()).toHaveLength(50);
  });

  it('hold up those behind them while there is no answer, and lose nothing', async () => {
    await waitingChanges.add(change('op-1'), subject('first'));
    await waitingChanges.add(change('op-2'), subject('second'));
    answer(lost, () => problem(503, 'storeAway'), done);
    expect((await sendWaiting()).held).toBeInstanceOf(NoAnswer);
    expect((await sendWaiting()).held).toMatchObject({ status: 503, requestId: 'req-7f3a0001' });
    expect(labels()).toEqual(['first', 'second']);
    expect(await sendWaiting()).toEqual({ saved: 2, refused: 0 });
    expect(keys).toEqual(['op-1', 'op-1', 'op-1', 'op-2']);
  });

  it('stay listed when they are refused, with who was quicker, and are not sent again', async () => {
    await waitingChanges.add(change('op-1'), subject('first'));
    await waitingChanges.add(change('op-2'), subject('second'));
    answer(() => problem(409, 'slotTaken', { holder: { helper: 'kim', name: 'Kim MULDER' } }), done);
    expect(await sendWaiting()).toEqual({ saved: 1, refused: 1 });
    expect(labels()).toEqual(['first']);
    expect(waitingChanges.list()[0]?.refusal).toMatchObject({ code: 'slotTaken', holder: 'Kim MULDER' });
    expect(await sendWaiting()).toEqual({ saved: 0, refused: 0 });
    expect(keys).toEqual(['op-1', 'op-2']);
  });

  it('are not held up for a day by one that too many refusals keep from being done', async () => {
    await waitingChanges.add(change('op-1'), subject('first'));
    await waitingChanges.add(change('op-2'), subject('second'));
    const now = clock.now();
    vi.spyOn(clock, 'now').mockReturnValue(now);
    answer(
      () => HttpResponse.json({ code: 'tooManyRefusals' }, { status: 429, headers: { 'Retry-After': '7200' } }),
      done,
    );
    expect(await sendWaiting()).toEqual({ saved: 1, refused: 1 });
    expect(labels()).toEqual(['first']);
    expect(waitingChanges.list()[0]?.refusal).toMatchObject({ code: 'tooManyRefusals', again: now + 7_200_000 });
  });

  it('end after a 202 by a final answer alone', async () => {
    await waitingChanges.add(change('op-1'), subject('first'));
    answer(
      () => HttpResponse.json({}, { status: 202 }),
      () => problem(403, 'notAllowed'),
      () => problem(409, 'slotTaken', { tentative: true }),
      () => problem(409, 'slotTaken'),
    );
    for (let at = 0; at < 3; at += 1) {
      expect((await sendWaiting()).held).toBeDefined();
      expect(waitingChanges.list()[0]?.refusal).toBeUndefined();
    }
    expect(await sendWaiting()).toEqual({ saved: 0, refused: 1 });
    expect(new Set(keys)).toEqual(new Set(['op-1']));
  });

  it('wait for the sign-in as well', async () => {
    const auth = fakeAuth();
    auth.expire();
    setTransport(createTransport(auth, () => undefined));
    await waitingChanges.add(change('op-1'), subject('first'));
    expect((await sendWaiting()).held).toBeInstanceOf(SignInNeeded);
    expect(labels()).toEqual(['first']);
  });

  it('are wiped by signing out, and none is kept until somebody signs in', async () => {
    await waitingChanges.add(change('op-1'), subject('Marshal for Jörg'));
    const auth = fakeAuth();
    await signOut(auth);
    expect(auth.account()).toBeNull();
    expect(JSON.stringify({ ...localStorage })).not.toContain('Marshal');
    expect(waitingChanges.list()).toEqual([]);
    expect(await waitingChanges.add(change('op-2'), subject('Marshal for Jörg'))).toBe(false);
    expect(JSON.stringify({ ...localStorage })).not.toContain('Marshal');
    waitingChanges.claim('acc-anna');
    expect(await waitingChanges.add(change('op-2'), subject('Marshal for Jörg'))).toBe(true);
  });

  it('are not sent once somebody signed out, however far a run is', async () => {
    await waitingChanges.add(change('op-1'), subject('first'));
    await waitingChanges.add(change('op-2'), subject('second'));
    answer(() => {
      void signOut(fakeAuth());
      return done();
    });
    expect(await sendWaiting()).toEqual({ saved: 1, refused: 0 });
    expect(keys).toEqual(['op-1']);
    expect(waitingChanges.list()).toEqual([]);
  });

  it('are seen and sent by the account alone that made them', async () => {
    await waitingChanges.add(change('op-1'), subject('of Anna'));
    await waitingChanges.add(change('op-2'));
    waitingChanges.claim('acc-kim');
    expect(waitingChanges.list()).toEqual([]);
    await waitingChanges.add(change('op-3'), subject('of Kim'));
    // Another tab, in which Anna is signed in, adds one of hers.
    const hers = { ...waitingChanges.list()[0], opId: 'op-4', account: 'acc-anna', label: 'of Anna, later' };
    const text = JSON.stringify([...(JSON.parse(localStorage.getItem('organizer.waiting')!) as unknown[]), hers]);
    localStorage.setItem('organizer.waiting', text);
    answer(done);
    expect(labels()).toEqual(['of Kim']);
    expect(await sendWaiting()).toEqual({ saved: 1, refused: 0 });
    expect(keys).toEqual(['op-3']);
    waitingChanges.claim('acc-anna');
    expect(labels()).toEqual(['of Anna, later']);
  });

  it('are given up after three days, and say so', async () => {
    const start = clock.now();
    const now = vi.spyOn(clock, 'now').mockReturnValue(start);
    await waitingChanges.add(change('op-1'), subject('first'));
    now.mockReturnValue(start + 2 * 86_400_000);
    await waitingChanges.add(change('op-2'), subject('second'));
    now.mockReturnValue(start + 3 * 86_400_000 + 1);
    answer(done);
    expect(await sendWaiting()).toMatchObject({ saved: 1, refused: 0, givenUp: [{ label: 'first' }] });
    expect(keys).toEqual(['op-2']);
    expect(waitingChanges.list()).toEqual([]);
  });

  it('do not outlive the tab where nobody has named them', async () => {
    const start = clock.now();
    const now = vi.spyOn(clock, 'now').mockReturnValue(start);
    await waitingChanges.add(change('op-1', '{"phone":"0711 1234"}'));
    now.mockReturnValue(start + 1);
    await waitingChanges.add(change('op-2'), subject('second'));
    expect(JSON.stringify({ ...localStorage })).not.toContain('0711');
    expect(waitingChanges.list().map(({ opId }) => opId)).toEqual(['op-1', 'op-2']);
    sessionStorage.clear();
    expect(labels()).toEqual(['second']);
  });
});

describe('a command that may wait', () => {
  const send = (opId: string) =>
    createTransport(fakeAuth(), () => undefined)(change(opId)).then((response) => ({ response }));

  it('waits without an answer, under the key it was sent with', async () => {
    answer(lost);
    await expect(sendCommand(send, { opId: 'op-1', waitAs: subject('first') })).rejects.toThrow(Kept);
    expect(new Set(keys)).toEqual(new Set(['op-1']));
    expect(waitingChanges.list()).toMatchObject([{ opId: 'op-1', label: 'first' }]);
  });

  it('waits while the store is away, but not after a refusal', async () => {
    answer(() => problem(503, 'storeAway'));
    await expect(sendCommand(send, { opId: 'op-1', waitAs: subject('first') })).rejects.toThrow(Kept);
    answer(() => problem(409, 'slotTaken'));
    await expect(sendCommand(send, { opId: 'op-2', waitAs: subject('second') })).rejects.toThrow('409');
    expect(labels()).toEqual(['first']);
  });

  it('is still one the server has recorded when the connection breaks off after a 202', async () => {
    const now = vi.spyOn(clock, 'now');
    answer(
      () => HttpResponse.json({}, { status: 202 }),
      () => {
        // It is followed for ten minutes.
        now.mockReturnValue(clock.now() + 600_001);
        return lost();
      },
    );
    const sending = sendCommand(send, { opId: 'op-1', waitAs: subject('first') });
    await expect(sending).rejects.toThrow(Kept);
    expect(waitingChanges.list()).toMatchObject([{ opId: 'op-1', accepted: true }]);
    answer(() => problem(404, 'notFound'));
    expect((await sendWaiting()).held).toMatchObject({ status: 404 });
    expect(waitingChanges.list()[0]?.refusal).toBeUndefined();
  });

  it('waits for the sign-in under its name, and any other change without one', async () => {
    const auth = fakeAuth();
    auth.expire();
    const refused = (opId: string) =>
      createTransport(auth, () => undefined)(change(opId)).then((response) => ({ response }));
    await expect(sendCommand(refused, { opId: 'op-1', waitAs: subject('first') })).rejects.toThrow(Kept);
    await expect(sendCommand(refused, { opId: 'op-2' })).rejects.toThrow(SignInNeeded);
    await expect(sendCommand(refused, { opId: 'op-2' })).rejects.toThrow(SignInNeeded);
    expect(waitingChanges.list()).toMatchObject([
      { opId: 'op-1', label: 'first' },
      { opId: 'op-2', method: 'POST', label: '' },
    ]);
    expect(JSON.stringify({ ...localStorage, ...sessionStorage })).not.toContain('token');
  });

  it('fails as any other where nothing can be kept', async () => {
    for (let at = 0; at < 50; at += 1) await waitingChanges.add(change(`full-${at}`));
    answer(lost);
    await expect(sendCommand(send, { opId: 'op-1', waitAs: subject('first') })).rejects.toThrow(NoAnswer);
  });
});
