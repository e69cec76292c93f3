import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { Agent, request as ask } from 'node:http';
import { expect, request, type APIRequestContext } from '@playwright/test';

const answerDeadline = 30_000;

/** An answer of the API, with the times of its exchange on the clock of `performance.now()`. */
export interface Answer {
  status: number;
  body: unknown;
  /** When the system had taken the whole request. */
  sentAt: number;
  /** When the head of the answer was here. */
  answeredAt: number;
}

/** Somebody who speaks to the API over one kept connection of their own, without a browser. */
export interface Member {
  account: string;
  /** Sends a request at once; a change gets `op` as its `Idempotency-Key`, or a new one. */
  send: (method: 'GET' | 'POST' | 'PUT', path: string, body?: unknown, op?: string) => Promise<Answer>;
  /** How many connections were opened so far. */
  connections: () => number;
  close: () => void;
}

/** Signs in by a one-time link; `typed` are the fields of a link that makes an account. */
export async function memberByLink(link: string, typed: Record<string, string> = {}): Promise<Member> {
  const token = await tokenByLink(link, typed);
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const ports = new Set<number>();
  const send: Member['send'] = (method, path, body, op = randomUUID()) =>
    new Promise((resolve, reject) => {
      const text = body === undefined ? undefined : JSON.stringify(body);
      let sentAt = Number.NaN;
      const exchange = ask(`${new URL(link).origin}/api/v1${path}`, {
        method,
        agent,
        signal: AbortSignal.timeout(answerDeadline),
        headers: {
          Authorization: `Bearer ${token}`,
          ...(text === undefined
            ? {}
            : { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) }),
          ...(method === 'GET' ? {} : { 'Idempotency-Key': op }),
        },
      });
      exchange.once('finish', () => (sentAt = performance.now()));
      exchange.once('error', reject);
      exchange.once('response', (answer) => {
        const answeredAt = performance.now();
        ports.add(answer.socket.localPort ?? 0);
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.once('error', reject);
        answer.once('end', () => {
          const read = Buffer.concat(chunks).toString();
          resolve({ status: answer.statusCode ?? 0, body: read ? JSON.parse(read) : null, sentAt, answeredAt });
        });
      });
      exchange.end(text);
    });
  const me = await send('GET', '/me');
  expect(me.status).toBe(200);
  return {
    account: (me.body as { account: { account: string } }).account.account,
    send,
    connections: () => ports.size,
    close: () => agent.destroy(),
  };
}

/** Uses a one-time link and walks the code flow with PKCE, as a browser does. */
async function tokenByLink(link: string, typed: Record<string, string>): Promise<string> {
  const browser = await request.newContext({ baseURL: new URL(link).origin });
  try {
    const page = await (await browser.get(link)).text();
    const firstForm = /<form [^]*?<\/form>/.exec(page)?.[0] ?? '';
    const hidden = [...firstForm.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)];
    const form = { ...Object.fromEntries(hidden.map((field) => [field[1], field[2]])), ...typed };
    const used = await browser.post(link, { form, maxRedirects: 0 });
    expect(used.status(), 'the one-time link is used').toBe(303);
    return await codeFlow(browser, new URL(link).origin);
  } finally {
    await browser.dispose();
  }
}

async function codeFlow(browser: APIRequestContext, origin: string): Promise<string> {
  const config = (await (await browser.get('/config.json')).json()) as { clientId: string; apiScope: string };
  const verifier = randomBytes(48).toString('base64url');
  const common = { client_id: config.clientId, redirect_uri: `${origin}/redirect.html` };
  const authorized = await browser.get('/oidc/authorize', {
    maxRedirects: 0,
    params: {
      ...common,
      response_type: 'code',
      scope: `openid profile ${config.apiScope}`,
      state: randomUUID(),
      nonce: randomUUID(),
      prompt: 'none',
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
    },
  });
  const code = new URL(authorized.headers().location ?? '', origin).searchParams.get('code');
  expect(code, 'a code is given').toBeTruthy();
  const answer = await browser.post('/oidc/token', {
    form: { ...common, grant_type: 'authorization_code', code: code ?? '', code_verifier: verifier },
  });
  expect(answer.status()).toBe(200);
  return ((await answer.json()) as { access_token: string }).access_token;
}
