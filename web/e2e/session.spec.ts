import type { Page, Request } from '@playwright/test';
import { event } from './support/screens';
import { expectSignedIn } from './support/sign-in';
import { expect, test } from './support/test';

const isRenewal = (request: Request) =>
  request.url().endsWith('/oidc/token') && (request.postData() ?? '').includes('grant_type=refresh_token');

/** Lets the browser's clock run ahead, so that the access token (15 minutes) has to be renewed at the next poll. */
const later = (page: Page) => page.clock.fastForward('16:00');

test('S1: tokens stand in sessionStorage alone: not in localStorage, cookies, addresses or the log', async ({
  coordinator: page,
  context,
  demo,
}) => {
  const addresses: string[] = [];
  context.on('request', (request) => addresses.push(request.url()));
  await page.goto(new URL(`/events/${event}/helpers`, page.url()).href);
  await expect(page.getByText('30 helpers')).toBeVisible();

  const inSession = await page.evaluate(() => JSON.stringify({ ...sessionStorage }));
  const tokens = [...new Set(inSession.match(/eyJ[\w-]+\.[\w-]+\.[\w-]+/g))];
  expect(tokens.length).toBeGreaterThan(0);
  const elsewhere = [
    await page.evaluate(() => JSON.stringify({ ...localStorage })),
    JSON.stringify(await context.cookies()),
    addresses.join('\n'),
    demo.output(),
    await page.content(),
  ];
  for (const token of tokens) {
    for (const place of elsewhere) expect(place).not.toContain(token);
  }
});

test('S2: the access token is renewed silently', async ({ coordinator: page }) => {
  const renewed = page.waitForResponse((answer) => isRenewal(answer.request()));
  await later(page);
  expect((await renewed).status()).toBe(200);
  await expect(page.getByRole('grid')).toBeVisible();
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('S2: with the refresh token refused, the hidden frame renews', async ({ coordinator: page }) => {
  await page.route('**/oidc/token', async (route) => {
    if (!isRenewal(route.request())) return route.continue();
    return route.fulfill({ status: 400, contentType: 'application/json', body: '{"error":"invalid_grant"}' });
  });
  const framed = page.waitForRequest(
    (request) => request.url().includes('/oidc/authorize') && request.url().includes('prompt=none'),
  );
  const exchanged = page.waitForResponse(
    (answer) => answer.url().endsWith('/oidc/token') && !isRenewal(answer.request()) && answer.status() === 200,
  );
  await later(page);
  await framed;
  await exchanged;
  await expect(page.getByRole('grid')).toBeVisible();
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('S2: with the session gone too, a person signs in again, over the page', async ({
  coordinator: page,
  context,
}) => {
  await page.route('**/oidc/token', (route) =>
    isRenewal(route.request())
      ? route.fulfill({ status: 400, contentType: 'application/json', body: '{"error":"invalid_grant"}' })
      : route.continue(),
  );
  await context.clearCookies();
  await later(page);
  await expect(page.getByRole('dialog', { name: 'You are signed out' })).toBeVisible({ timeout: 45_000 });
  await expect(page.getByRole('grid', { includeHidden: true })).toBeVisible();
  await page.getByRole('button', { name: 'Sign in again' }).click();
  await expect(page.locator('input[name="password"]')).toBeVisible();
});

test('S2: a 401 is answered by one forced renewal, then by asking the person; never by a loop', async ({
  coordinator: page,
}) => {
  let renewals = 0;
  let refused = 0;
  page.on('request', (request) => {
    if (isRenewal(request)) renewals += 1;
  });
  await page.route('**/api/v1/events/*/helpers*', (route) => {
    refused += 1;
    return route.fulfill({
      status: 401,
      contentType: 'application/problem+json',
      body: '{"type":"about:blank","title":"x","status":401,"code":"unauthenticated","requestId":"r"}',
    });
  });
  await page.getByRole('link', { name: 'Helpers' }).click();
  await expect(page.getByRole('dialog', { name: 'You are signed out' })).toBeVisible();
  expect(refused).toBe(2);
  expect(renewals).toBe(1);
});

test('S3: an https-named authority with http endpoints, and nothing leaves localhost', async ({
  page,
  demo,
  request,
}) => {
  const config = (await (await request.get(`${demo.url}/config.json`)).json()) as Record<string, unknown>;
  expect(String(config.authority)).toMatch(/^https:\/\/localhost:\d+\/$/);
  const metadata = config.authorityMetadata;
  expect(typeof metadata === 'string' ? metadata : JSON.stringify(metadata)).toContain(`${demo.url}/oidc/token`);
  const hosts = new Set<string>();
  page.on('request', (each) => hosts.add(new URL(each.url()).origin));
  await page.goto(demo.link);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expectSignedIn(page);
  expect([...hosts]).toEqual([demo.url]);
});

test('S4: only the redirect page may be framed, and by this site alone', async ({ demo, request }) => {
  const policy = async (path: string) =>
    (await request.get(`${demo.url}${path}`)).headers()['content-security-policy'] ?? '';
  expect(await policy('/redirect.html')).toContain("frame-ancestors 'self'");
  for (const path of ['/', '/events/monrepos/board', new URL(demo.link).pathname]) {
    expect(await policy(path), path).toContain("frame-ancestors 'none'");
  }
  const product = await policy('/');
  for (const rule of ["script-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-src 'self'"]) {
    expect(product).toContain(rule);
  }
});

test('S5: what may be shown comes from /me, not from the token', async ({ coordinator: page }) => {
  await expect(page.getByRole('link', { name: 'Settings' })).toBeVisible();
  await page.route('**/api/v1/me', async (route) => {
    const answer = await route.fetch();
    const me = (await answer.json()) as { access: string; events: { access: string }[] };
    const lower = { ...me, access: 'helper', events: me.events.map((each) => ({ ...each, access: 'helper' })) };
    await route.fulfill({ response: answer, json: lower });
  });
  await page.goto(new URL(`/events/${event}/day`, page.url()).href);
  await expect(page.getByRole('link', { name: 'My page' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Settings' })).toHaveCount(0);
  await expect(page.getByRole('link', { name: 'Board' })).toHaveCount(0);
});

test('language and colours are remembered; signing out ends the session everywhere in the browser', async ({
  coordinator: page,
  context,
}) => {
  await page.getByRole('button', { name: /^Account of/ }).click();
  await page.getByText('Deutsch', { exact: true }).click();
  await expect(page.getByRole('link', { name: 'Einstellungen', includeHidden: true })).toBeAttached();
  await page.getByText('Dunkel', { exact: true }).click();
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark');
  await page.reload();
  await expect(page.getByRole('link', { name: 'Einstellungen' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark');

  // A second tab comes in by the session; after signing out it cannot.
  const second = await context.newPage();
  await second.goto(page.url());
  await expectSignedIn(second);
  await page.getByRole('button', { name: /^Konto von/ }).click();
  await page.getByRole('button', { name: 'Abmelden' }).click();
  await expect(page.getByRole('button', { name: 'Anmelden' })).toBeVisible({ timeout: 30_000 });
  const third = await context.newPage();
  await third.goto(new URL('/', page.url()).href);
  await expect(third.getByRole('button', { name: 'Anmelden' })).toBeVisible({ timeout: 30_000 });
});
