import { cell, said } from './support/board';
import { chris, makeAccount, setUpEvent, signInByPassword } from './support/people';
import { expect, test } from './support/test';

test('first run: account, event, first helper; sign out; sign in again with the password', async ({ page, empty }) => {
  await makeAccount(page, empty.link, chris);
  await setUpEvent(page, { name: 'Monrepos parkrun' });
  await expect(page.getByRole('columnheader', { name: /Sat 5 Dec/ })).toBeVisible();
  await expect(page.getByRole('columnheader', { name: /Fri 1 Jan/ })).toContainText('special day');

  await cell(page, '2026-12-05', 'run-director-1').focus();
  await page.keyboard.type('Zoe WINTER');
  await page.getByRole('option', { name: /New helper/ }).click();
  await expect(cell(page, '2026-12-05', 'run-director-1')).toContainText('Zoe WINTER');
  await expect(said(page)).toContainText('Zoe WINTER is Run Director');

  await page.getByRole('button', { name: /^Account of Chris/ }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('button', { name: 'Sign in', exact: true })).toBeVisible({ timeout: 30_000 });
  await signInByPassword(page, chris);
  await expect(cell(page, '2026-12-05', 'run-director-1')).toContainText('Zoe WINTER');
});

test('a set-up link works once', async ({ page, empty, browser }) => {
  await makeAccount(page, empty.link, chris);
  const other = await browser.newContext();
  const stranger = await other.newPage();
  await stranger.goto(empty.link);
  await expect(stranger.locator('input[name="password"]')).toHaveCount(0);
  await other.close();
});
