import type { BrowserContext, Page, Request, Route } from '@playwright/test';
import { expectSignedIn, signInByLink } from './support/sign-in';
import { expect, test } from './support/test';

const board = '/events/monrepos/board';
const isTokenRequest = (request: Request) => new URL(request.url()).pathname === '/oidc/token';
// With any query: MSAL adds an id of its own.
const tokenAddress = /\/oidc\/token(\?|$)/;
const grantOf = (request: Request) => new URLSearchParams(request.postData() ?? '').get('grant_type');

/** The grants that the page asks for from now on. */
function watchGrants(page: Page): (string | null)[] {
  const grants: (string | null)[] = [];
  page.on('request', (request) => {
    if (isTokenRequest(request)) grants.push(grantOf(request));
  });
  return grants;
}

/** Answers the next `times` API calls with 401, as after a change of keys. */
async function refuseTokens(context: BrowserContext, times: number): Promise<void> {
  let left = times;
  await context.route('**/api/v1/**', (route) => {
    left -= 1;
    return left >= 0 ? route.fulfill({ status: 401, json: { code: 'unauthenticated' } }) : route.fallback();
  });
}

test.describe('tokens', () => {
  test('stand in session storage alone: not in local storage, cookies, addresses or logs', async ({ page, demo }) => {
    const tokens: string[] = [];
    const addresses: string[] = [];
    page.on('request', (request) => addresses.push(request.url()));
    page.on('response', async (response) => {
      if (!isTokenRequest(response.request())) return;
      const body = (await response.json()) as Record<string, unknown>;
      for (const name of ['access_token', 'refresh_token', 'id_token']) tokens.push(String(body[name]));
    });
    await signInByLink(page, demo.link);
    expect(tokens).toHaveLength(3);
    const elsewhere = [
      await page.evaluate(() => JSON.stringify({ ...localStorage }) + document.cookie + location.href),
      JSON.stringify(await page.context().cookies()),
      addresses.join('\n'),
      demo.output(),
    ].join('\n');
    for (const token of tokens) expect(elsewhere.includes(token)).toBe(false);
    expect(await page.evaluate(() => JSON.stringify({ ...sessionStorage }))).toContain(tokens[0]!);
  });

  test('are out of reach of foreign scripts: the pages allow nothing inline and no other host', async ({
    page,
    demo,
  }) => {
    for (const [path, ancestors] of [
      ['/', "'none'"],
      [board, "'none'"],
      ['/redirect.html', "'self'"],
    ] as const) {
      const headers = (await page.request.get(demo.url + path)).headers();
      const policy = headers['content-security-policy'] ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("script-src 'self'");
      expect(policy).toContain("base-uri 'none'");
      expect(policy).toContain(`frame-ancestors ${ancestors}`);
      expect(policy).not.toMatch(/unsafe|https?:|\*/);
    }
    const redirect = (await page.request.get(`${demo.url}/redirect.html`)).headers();
    expect(redirect['x-frame-options']).not.toBe('DENY');
    expect(redirect['cross-origin-opener-policy']).toBeUndefined();
    expect(redirect['cache-control']).toContain('no-store');
  });
});

/** The next answer of the API that is not refused, once so many tokens have been asked for. */
const answeredAfter = (page: Page, grants: readonly unknown[], count: number) =>
  page.waitForResponse(
    (answer) => grants.length >= count && answer.url().includes('/api/v1/') && answer.status() < 400,
  );

test.describe('renewal', () => {
  test('uses the refresh token after a 401, once, and the page goes on', async ({ coordinator: page }) => {
    await expect(page.getByRole('grid')).toBeVisible();
    const grants = watchGrants(page);
    const goesOn = answeredAfter(page, grants, 1);
    await refuseTokens(page.context(), 1);
    await goesOn;
    // The poll after that needs no renewal.
    await answeredAfter(page, grants, 1);
    expect(grants).toEqual(['refresh_token']);
    await expect(page.getByRole('dialog')).toHaveCount(0);
  });

  test('falls back to the hidden frame when the refresh token is refused', async ({ coordinator: page }) => {
    await expect(page.getByRole('grid')).toBeVisible();
    const grants = watchGrants(page);
    await page
      .context()
      .route(tokenAddress, (route) =>
        grantOf(route.request()) === 'refresh_token'
          ? route.fulfill({ status: 400, json: { error: 'invalid_grant' } })
          : route.fallback(),
      );
    const goesOn = answeredAfter(page, grants, 2);
    await refuseTokens(page.context(), 1);
    await goesOn;
    expect(grants).toEqual(['refresh_token', 'authorization_code']);
    await expect(page.getByRole('grid')).toBeVisible();
    await expect(page.getByRole('dialog')).toHaveCount(0);
  });

  test('without a session asks the person, and sends the change that waited', async ({ coordinator: page, demo }) => {
    const slot = page.locator('[data-date="2026-12-19"][data-slot="run-director-1"]');
    await expect(slot).toHaveAttribute('data-state', 'needed');
    await slot.focus();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('option').first()).toBeVisible();
    // The session ends, and the refresh token with it.
    await page.context().clearCookies();
    await page
      .context()
      .route(tokenAddress, (route) =>
        grantOf(route.request()) === 'refresh_token'
          ? route.fulfill({ status: 400, json: { error: 'invalid_grant' } })
          : route.fallback(),
      );
    await page.context().route('**/api/v1/**', (route) => route.fulfill({ status: 401, json: {} }));
    await page.keyboard.press('Enter');
    await expect(page.getByRole('dialog', { name: 'You are signed out' })).toBeVisible({ timeout: 45_000 });
    await page.context().unroute('**/api/v1/**');
    await page.context().unroute(tokenAddress);
    await page.getByRole('button', { name: 'Sign in again' }).click();
    await expect(page.locator('input[type=password]')).toBeVisible();
    const link = /https?:\S+/.exec(await demo.account('link'))?.[0] ?? '';
    await signInByLink(page, link);
    await expect(page.getByText('1 change that had waited is saved.').first()).toBeVisible();
    await page.goto(demo.url + board);
    await expect(slot).toHaveAttribute('data-state', 'confirmed');
  });

  test('never loops: a token that is refused twice ends in the dialog', async ({ coordinator: page }) => {
    await expect(page.getByRole('grid')).toBeVisible();
    const grants = watchGrants(page);
    await page.context().route('**/api/v1/**', (route) => route.fulfill({ status: 401, json: {} }));
    await expect(page.getByRole('dialog', { name: 'You are signed out' })).toBeVisible();
    expect(grants).toEqual(['refresh_token']);
  });

  test('brings a second tab in by the hidden frame, without a question', async ({ coordinator: page, demo }) => {
    const second = await page.context().newPage();
    await second.goto(demo.url + board);
    await expectSignedIn(second);
    await expect(second.getByRole('grid')).toBeVisible();
  });
});

test('the built-in issuer is named https and reached by http on localhost alone', async ({ page, demo }) => {
  // The guard of all journeys fails this one if any request leaves http://localhost.
  const config = (await (await page.request.get(`${demo.url}/config.json`)).json()) as Record<string, unknown>;
  expect(config.authority).toMatch(/^https:\/\/localhost:\d+\/$/);
  expect(String(config.authorityMetadata)).toContain(`"token_endpoint":"${demo.url}/oidc/token"`);
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await signInByLink(page, demo.link);
  expect(asked).toContain('/oidc/authorize');
  expect(asked).toContain('/oidc/token');
});

test('signing out ends the session: neither a reload nor another tab comes in', async ({ coordinator: page, demo }) => {
  await page.getByRole('button', { name: /^Account of/ }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
  const second = await page.context().newPage();
  await second.goto(demo.url + board);
  await expect(second.getByRole('button', { name: 'Sign in' })).toBeVisible({ timeout: 45_000 });
});

test('what is offered follows /me, not the token', async ({ coordinator: page }) => {
  await expect(page.getByRole('link', { name: 'Settings' })).toBeVisible();
  await page.context().route('**/api/v1/me', async (route) => {
    const me = (await (await route.fetch()).json()) as { events: { access: string }[] };
    return route.fulfill({
      json: { ...me, access: 'helper', events: me.events.map((each) => ({ ...each, access: 'helper' })) },
    });
  });
  await page.reload();
  await expectSignedIn(page);
  await expect(page.getByRole('link', { name: 'My page' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Settings' })).toHaveCount(0);
});

test.describe('the same pages with Entra ID', () => {
  const tenant = '11111111-2222-3333-4444-555555555555';
  const host = 'https://login.microsoftonline.com';
  const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

  /** A sign-in host that knows one person; `prompt=none` is answered as without a session. */
  async function simulateEntra(context: BrowserContext, home: string): Promise<URLSearchParams[]> {
    const authorizations: URLSearchParams[] = [];
    const back = (asked: URLSearchParams, answer: Record<string, string>) =>
      `${home}/redirect.html#${new URLSearchParams({ ...answer, state: asked.get('state') ?? '' }).toString()}`;
    const leave = (route: Route, location: string) => route.fulfill({ status: 302, headers: { Location: location } });
    await context.route(`${host}/**`, (route) => {
      const url = new URL(route.request().url());
      if (url.pathname === `/${tenant}/oauth2/v2.0/authorize`) {
        const asked = url.searchParams;
        if (asked.get('prompt') === 'none') return leave(route, back(asked, { error: 'login_required' }));
        authorizations.push(asked);
        return leave(route, back(asked, { code: 'the-code' }));
      }
      const asked = authorizations.at(-1);
      if (url.pathname === `/${tenant}/oauth2/v2.0/token` && asked) {
        const claims = {
          aud: asked.get('client_id'),
          iss: `${host}/${tenant}/v2.0`,
          tid: tenant,
          oid: 'aaaaaaaa-0000-0000-0000-000000000001',
          sub: 'subject',
          name: 'Anna Becker',
          preferred_username: 'anna@example.org',
          nonce: asked.get('nonce'),
          ver: '2.0',
          iat: 1_780_000_000,
          exp: 4_000_000_000,
        };
        return route.fulfill({
          headers: { 'Access-Control-Allow-Origin': home },
          json: {
            token_type: 'Bearer',
            access_token: 'an-entra-token',
            id_token: `${base64url({ typ: 'JWT', alg: 'RS256' })}.${base64url(claims)}.signature`,
            client_info: base64url({ uid: claims.oid, utid: tenant }),
            refresh_token: 'an-entra-refresh-token',
            scope: asked.get('scope'),
            expires_in: 3600,
          },
        });
      }
      return route.abort();
    });
    return authorizations;
  }

  test('sign in at the tenant with PKCE and send its token to the API', async ({ browser, demo }) => {
    // The server's policy names its own issuer alone, so this context sets it aside.
    const context = await browser.newContext({ bypassCSP: true });
    await context.route('**/config.json', (route) =>
      route.fulfill({
        json: {
          issuer: `${host}/${tenant}/v2.0`,
          clientId: '99999999-0000-0000-0000-000000000001',
          apiScope: 'api://99999999-0000-0000-0000-000000000002/access_as_user',
          authority: `${host}/${tenant}`,
          knownAuthorities: [],
          protocolMode: 'AAD',
        },
      }),
    );
    const authorizations = await simulateEntra(context, demo.url);
    const bearers: string[] = [];
    await context.route('**/api/v1/me', (route) => {
      bearers.push(route.request().headers().authorization ?? '');
      const account = { account: 'anna', name: 'Anna Becker' };
      return route.fulfill({ json: { account, access: 'none', builtInSignIn: false, events: [] } });
    });
    const page = await context.newPage();
    await page.goto(`${demo.url}/`);
    await page.getByRole('button', { name: 'Sign in' }).click({ timeout: 45_000 });
    await expect(page.getByRole('heading', { name: 'No event yet' })).toBeVisible();
    expect(bearers[0]).toBe('Bearer an-entra-token');
    expect(Object.fromEntries(authorizations[0]!)).toMatchObject({
      client_id: '99999999-0000-0000-0000-000000000001',
      response_type: 'code',
      code_challenge_method: 'S256',
      redirect_uri: `${demo.url}/redirect.html`,
    });
    expect(authorizations[0]!.get('scope')?.split(' ')).toEqual(
      expect.arrayContaining(['api://99999999-0000-0000-0000-000000000002/access_as_user', 'openid', 'offline_access']),
    );
    await context.close();
  });
});
