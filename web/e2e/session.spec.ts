import type { Page, Request } from '@playwright/test';
import { expectSignedIn } from './support/sign-in';
import { expect, test } from './support/test';

const isRenewal = (request: Request) =>
  new URL(request.url()).pathname === '/oidc/token' && (request.postData() ?? '').includes('grant_type=refresh_token');

/** Sets the browser's clock ahead, so that the access token (15 minutes) has to be renewed at the next poll. */
async function later(page: Page): Promise<void> {
  const now = await page.evaluate<number>('Date.now()');
  await page.clock.setSystemTime(now + 16 * 60_000);
}

test('the access token is renewed silently when it runs out', async ({ coordinator: page }) => {
  const renewed = page.waitForResponse((answer) => isRenewal(answer.request()));
  await later(page);
  expect((await renewed).status()).toBe(200);
  await expect(page.getByRole('grid')).toBeVisible();
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('only the redirect page may be framed, and by this site alone', async ({ demo, request }) => {
  const policy = async (path: string) =>
    (await request.get(`${demo.url}${path}`)).headers()['content-security-policy'] ?? '';
  expect(await policy('/redirect.html')).toContain("frame-ancestors 'self'");
  for (const path of ['/', '/events/monrepos/board', new URL(demo.link).pathname]) {
    expect(await policy(path), path).toContain("frame-ancestors 'none'");
  }
  const product = await policy('/');
  for (const rule of ["script-src 'self'", "default-src 'none'", "base-uri 'none'", "frame-src 'self'"]) {
    expect(product).toContain(rule);
  }
});

test('language and colours are remembered; signing out ends the session everywhere in the browser', async ({
  coordinator: page,
  context,
}) => {
  await page.getByRole('button', { name: /^Account of/ }).click();
  await page.getByText('Deutsch', { exact: true }).click();
  await expect(page.getByRole('link', { name: 'Einstellungen', includeHidden: true }).first()).toBeAttached();
  await page.getByText('Dunkel', { exact: true }).click();
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark');
  await page.reload();
  await expect(page.getByRole('link', { name: 'Einstellungen' }).first()).toBeVisible();
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
