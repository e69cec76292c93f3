import { describe, expect, it, vi, beforeEach, afterEach } from 'vitest';
import { sendCommand, unwrap, type Answer } from './command';
import { ApiProblem, NoAnswer } from './problem';

const done = (status = 200): Answer<string> => ({ data: 'done', response: new Response('', { status }) });
const failed = (
  status: number,
  body: Record<string, unknown> = {},
  headers: Record<string, string> = {},
): Answer<string> => ({
  error: body,
  response: new Response('', { status, headers }),
});

/** Answers one after the other; an Error is thrown. Notes the key of each attempt. */
function answering(...answers: (Answer<string> | Error)[]) {
  const keys: string[] = [];
  const attempt = (opId: string) => {
    const next = answers[Math.min(keys.length, answers.length - 1)]!;
    keys.push(opId);
    return next instanceof Error ? Promise.reject(next) : Promise.resolve(next);
  };
  return { keys, attempt };
}

describe('a command', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const settle = async <T>(sending: Promise<T>): Promise<T> => {
    sending.catch(() => undefined);
    await vi.runAllTimersAsync();
    return sending;
  };

  it('is repeated without an answer, with the same key', async () => {
    const { keys, attempt } = answering(new NoAnswer(), failed(503), done());
    expect(await settle(sendCommand(attempt))).toBe('done');
    expect(keys).toHaveLength(3);
    expect(new Set(keys).size).toBe(1);
    expect(keys[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('gives up after five attempts and throws the last failure', async () => {
    const { keys, attempt } = answering(new NoAnswer());
    await expect(settle(sendCommand(attempt))).rejects.toThrow(NoAnswer);
    expect(keys).toHaveLength(5);
  });

  it.each([400, 403, 404, 409, 412, 422])('takes %i for an answer at once', async (status) => {
    const { keys, attempt } = answering(failed(status, { code: 'no' }));
    await expect(settle(sendCommand(attempt))).rejects.toMatchObject({ status, code: 'no' });
    expect(keys).toHaveLength(1);
  });

  it('follows a 202 through 403, 404 and 503 until it is decided, and says so once', async () => {
    const onTentative = vi.fn();
    const { keys, attempt } = answering(failed(202), failed(403), failed(404), failed(503), failed(202), done());
    expect(await settle(sendCommand(attempt, { onTentative }))).toBe('done');
    expect(keys).toHaveLength(6);
    expect(onTentative).toHaveBeenCalledTimes(1);
  });

  it('is ended after a 202 by a 409 that is not tentative, and by no other', async () => {
    const { keys, attempt } = answering(
      failed(202),
      failed(409, { code: 'slotTaken', tentative: true }),
      failed(409, { code: 'slotTaken' }),
    );
    await expect(settle(sendCommand(attempt))).rejects.toMatchObject({ code: 'slotTaken', tentative: false });
    expect(keys).toHaveLength(3);
  });

  it('is not followed for ever', async () => {
    const { attempt } = answering(failed(202));
    await expect(settle(sendCommand(attempt))).rejects.toThrow(ApiProblem);
  });

  it('keeps the key that a person tried before', async () => {
    const { keys, attempt } = answering(done(201));
    await settle(sendCommand(attempt, { opId: 'kept' }));
    expect(keys).toEqual(['kept']);
  });
});

describe('a read', () => {
  it('throws its problem with code, request id and faults', async () => {
    const faults = [{ pointer: '/name', reason: 'tooLong' }];
    const answer = Promise.resolve(failed(400, { code: 'invalid', requestId: 'r1', faults }));
    await expect(unwrap(answer)).rejects.toMatchObject({ status: 400, code: 'invalid', requestId: 'r1', faults });
  });

  it('makes a problem of an answer that is none', async () => {
    await expect(unwrap(Promise.resolve(failed(502)))).rejects.toMatchObject({ status: 502, code: 'status502' });
  });
});
