import type { Page, Route } from '@playwright/test';
import { cell, firstOpenSlot, said } from './support/board';
import { secondCoordinator } from './support/people';
import { event } from './support/screens';
import { expect, test } from './support/test';

const draft = '2026-12-19';
const assignments = '**/slots/*/assignment';
const waits = 'No connection. 1 change waits on this device.';
const cannotCome = "I can't come: Run Director on Sat 5 Dec";

/** Notes the keys under which slot commands go out, and lets none through while `away`. */
async function cutOff(page: Page, answer: (route: Route) => Promise<void>) {
  const keys: string[] = [];
  const state = { away: true, keys };
  await page.route(assignments, async (route) => {
    keys.push((await route.request().headerValue('Idempotency-Key')) ?? '');
    await (state.away ? answer(route) : route.continue());
  });
  return state;
}

test.describe('on a phone without reception', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

  const handBack = async (page: Page) => {
    await page.goto(new URL(`/events/${event}/my`, page.url()).href);
    await page.getByRole('button', { name: cannotCome }).tap();
    await page.getByRole('button', { name: 'Yes, hand it back' }).tap();
  };

  test('an answer waits, outlives a reload, and goes out by itself under its first key', async ({
    coordinator: page,
  }) => {
    const cut = await cutOff(page, (route) => route.abort('internetdisconnected'));
    await handBack(page);
    await expect(page.getByText(waits)).toBeVisible();
    await expect(page.getByText('waits on this device, not sent yet')).toBeVisible();
    await page.reload();
    await expect(page.getByText(waits)).toBeVisible();
    cut.away = false;
    // Every 15 s; nobody presses anything.
    await expect(said(page)).toContainText('1 change that had waited is saved.', { timeout: 40_000 });
    await expect(page.getByText(waits)).toHaveCount(0);
    await expect(page.getByRole('button', { name: cannotCome })).toHaveCount(0);
    expect(new Set(cut.keys).size).toBe(1);
  });

  test('it goes out when the connection returns, and what is shown says how old it is', async ({
    coordinator: page,
    context,
  }) => {
    await page.goto(new URL(`/events/${event}/my`, page.url()).href);
    await expect(page.getByRole('button', { name: cannotCome })).toBeVisible();
    await context.setOffline(true);
    await page.getByRole('button', { name: cannotCome }).tap();
    await page.getByRole('button', { name: 'Yes, hand it back' }).tap();
    await expect(page.getByText(waits)).toBeVisible();
    await expect(page.getByText(/As of \d+ (s|min) ago\./)).toBeVisible({ timeout: 40_000 });
    await context.setOffline(false);
    await expect(said(page)).toContainText('1 change that had waited is saved.', { timeout: 10_000 });
    await expect(page.getByText(/As of \d+ (s|min) ago\./)).toHaveCount(0);
  });

  test('what is refused later stays listed with the reason until it was seen', async ({
    coordinator: page,
    browser,
    demo,
  }) => {
    const cut = await cutOff(page, (route) => route.abort('internetdisconnected'));
    await handBack(page);
    await expect(page.getByText(waits)).toBeVisible();
    // Meanwhile somebody else puts another helper there.
    const other = await secondCoordinator(browser, demo);
    await other.setViewportSize({ width: 1280, height: 800 });
    await cell(other, '2026-12-05', 'run-director-1').focus();
    await other.keyboard.press('Delete');
    await expect(said(other)).toContainText('Run Director on 5 Dec is open again.');
    await other.keyboard.press('Enter');
    await expect(other.getByRole('option').nth(1)).toBeVisible();
    await other.keyboard.press('ArrowDown');
    await other.keyboard.press('Enter');
    await expect(said(other)).toContainText('is Run Director on 5 Dec.');
    const name = await cell(other, '2026-12-05', 'run-director-1').locator('span[title]').getAttribute('title');
    await other.context().close();
    cut.away = false;
    await page.getByRole('button', { name: 'Send now' }).tap();
    const refused = page.getByRole('alert', { name: 'Changes that were refused' });
    await expect(refused).toContainText(`Not done: ${cannotCome}. ${name} was quicker.`);
    await page.reload();
    await expect(refused).toBeVisible();
    await refused.getByRole('button', { name: /^Seen/ }).tap();
    await expect(refused).toHaveCount(0);
  });

  test('signing out wipes what waits, and says so before', async ({ coordinator: page }) => {
    await cutOff(page, (route) => route.abort('internetdisconnected'));
    await handBack(page);
    await expect(page.getByText(waits)).toBeVisible();
    await page.getByRole('button', { name: /^Account of/ }).tap();
    await expect(page.getByText('1 change still waits. Signing out drops it.')).toBeVisible();
    await page.getByRole('button', { name: 'Sign out' }).tap();
    await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible({ timeout: 30_000 });
    expect(await page.evaluate(() => JSON.stringify({ ...localStorage }))).not.toContain('Run Director');
  });
});

test('the board keeps a choice that the store could not take, and sends it again as the same command', async ({
  coordinator: page,
}) => {
  const problem = { type: 'about:blank', title: 'away', status: 503, code: 'storeAway', requestId: '7f3a0001' };
  const cut = await cutOff(page, (route) =>
    route.fulfill({
      status: 503,
      headers: { 'Retry-After': '0' },
      contentType: 'application/problem+json',
      json: problem,
    }),
  );
  const slot = await firstOpenSlot(page, draft);
  const place = cell(page, draft, slot);
  await place.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('option').first()).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(said(page)).toContainText(/^Not saved: .*Your choice is kept\..*\(7f3a0001\)/);
  await expect(place.locator('span[title]')).toBeVisible();
  cut.away = false;
  await place.click();
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(said(page)).toContainText('on 19 Dec.');
  await expect(place).toHaveAttribute('data-state', 'confirmed');
  expect(new Set(cut.keys).size).toBe(1);
});
