import { http, HttpResponse } from 'msw';
import { describe, expect, it, vi } from 'vitest';
import { fakeAuth } from '@/testing/fake-auth';
import { address } from '@/testing/handlers';
import { server } from '@/testing/server';
import { SignInNeeded } from '../auth/auth-client';
import { NoAnswer } from './problem';
import { createTransport, requestBehind } from './transport';

const me = address('/me');
const get = (url = me) => new Request(url);
const change = (opId: string) =>
  new Request(address('/events/monrepos/schedules/2026-12-05/publish'), {
    method: 'POST',
    headers: { 'Idempotency-Key': opId },
  });

describe('the transport', () => {
  it('sends the token, and answers a 304 from the body it kept', async () => {
    const asked: (string | null)[] = [];
    server.use(
      http.get(me, ({ request }) => {
        asked.push(request.headers.get('If-None-Match'));
        expect(request.headers.get('Authorization')).toBe('Bearer token-1');
        return asked.length === 1
          ? HttpResponse.json({ name: 'Anna' }, { headers: { ETag: '"1-a"' } })
          : new HttpResponse(null, { status: 304 });
      }),
    );
    const transport = createTransport(fakeAuth(), () => undefined);
    expect(await (await transport(get())).json()).toEqual({ name: 'Anna' });
    const again = await transport(get());
    expect(again.status).toBe(200);
    expect(await again.json()).toEqual({ name: 'Anna' });
    expect(asked).toEqual([null, '"1-a"']);
  });

  it('keeps bodies by address', async () => {
    const asked: (string | null)[] = [];
    server.use(
      http.get(address('/events'), ({ request }) => {
        asked.push(request.headers.get('If-None-Match'));
        return HttpResponse.json({}, { headers: { ETag: '"1"' } });
      }),
    );
    const transport = createTransport(fakeAuth(), () => undefined);
    await transport(get(address('/events')));
    await transport(get(address('/events?limit=2')));
    expect(asked).toEqual([null, null]);
  });

  it('renews the token once by force after a 401, and goes on', async () => {
    const tokens: (string | null)[] = [];
    server.use(
      http.get(me, ({ request }) => {
        tokens.push(request.headers.get('Authorization'));
        return tokens.length === 1 ? new HttpResponse(null, { status: 401 }) : HttpResponse.json({});
      }),
    );
    const auth = fakeAuth();
    const signedOut = vi.fn();
    expect((await createTransport(auth, signedOut)(get())).status).toBe(200);
    expect(tokens).toEqual(['Bearer token-1', 'Bearer token-2']);
    expect(signedOut).not.toHaveBeenCalled();
  });

  it('asks for a sign-in after a second 401 and never loops', async () => {
    let requests = 0;
    server.use(
      http.get(me, () => {
        requests += 1;
        return new HttpResponse(null, { status: 401 });
      }),
    );
    const auth = fakeAuth();
    const signedOut = vi.fn();
    await expect(createTransport(auth, signedOut)(get())).rejects.toThrow(SignInNeeded);
    expect(requests).toBe(2);
    expect(auth.forced).toBe(1);
    expect(signedOut).toHaveBeenCalledTimes(1);
  });

  it('says which request the sign-in ended', async () => {
    const auth = fakeAuth();
    auth.expire();
    const request = change('op-1');
    const failure: unknown = await createTransport(auth, () => undefined)(request).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(SignInNeeded);
    expect(requestBehind.get(failure as SignInNeeded)).toBe(request);
  });

  it('tells a lost connection from a refusal', async () => {
    server.use(http.get(me, () => HttpResponse.error()));
    await expect(createTransport(fakeAuth(), () => undefined)(get())).rejects.toThrow(NoAnswer);
  });

  it('takes a token that cannot be renewed without network for a lost connection', async () => {
    const auth = fakeAuth();
    auth.getAccessToken = () => Promise.reject(new TypeError('Failed to fetch'));
    const signedOut = vi.fn();
    const request = change('op-1');
    const failure: unknown = await createTransport(auth, signedOut)(request).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(NoAnswer);
    expect(requestBehind.get(failure as NoAnswer)).toBe(request);
    expect(signedOut).not.toHaveBeenCalled();
  });
});
