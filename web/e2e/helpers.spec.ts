import type { Page } from '@playwright/test';
import { said } from './support/board';
import { event } from './support/screens';
import { secondCoordinator } from './support/people';
import { expect, test } from './support/test';

const open = async (page: Page, path: string) => {
  await page.goto(new URL(`/events/${event}/${path}`, page.url()).href);
  await expect(page.locator('main h1')).toBeVisible();
};

test('a helper is found, added, changed, archived and brought back', async ({ coordinator: page }) => {
  await open(page, 'helpers');
  await page.getByLabel('Search name or A-number').fill('mueller');
  await expect(page.getByText('2 helpers')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Jörg MÜLLER' })).toBeVisible();

  await page.getByRole('link', { name: 'New helper' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Bláithín ÖZDEMİR');
  // Somebody of the demo has this number.
  await page.getByRole('textbox', { name: 'parkrun ID' }).fill('A900000101');
  await page.getByRole('button', { name: 'Add helper' }).click();
  await expect(page.getByRole('link', { name: 'Show that helper' })).toBeVisible();
  await page.getByRole('textbox', { name: 'parkrun ID' }).fill('a12345');
  await page.getByRole('button', { name: 'Add helper' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Bláithín ÖZDEMİR' })).toBeVisible();
  await expect(page.getByText('A12345', { exact: true })).toBeVisible();

  await page.getByRole('button', { name: 'Add a level' }).click();
  await page.getByLabel('Role of level 1').selectOption('Timekeeper');
  await page.getByLabel('Level 1', { exact: true }).selectOption('signed off');
  await page.getByRole('textbox', { name: 'Expiry of level 1' }).fill('30.6.2027');
  await page.getByLabel('Wants to help').selectOption('every 4 weeks');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(said(page)).toContainText('Bláithín ÖZDEMİR is saved.');

  await page.getByRole('button', { name: 'Archive' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Archive' }).click();
  await expect(page.getByRole('button', { name: 'Restore' })).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(page.getByRole('button', { name: 'Archive' })).toBeVisible();

  await page.getByRole('link', { name: 'All helpers' }).click();
  await page.getByLabel('Search name or A-number').fill('ozdemir');
  const row = page.getByRole('row', { name: /ÖZDEMİR/ });
  await expect(row).toContainText('signed off: Timekeeper until 30 Jun 2027');
  await expect(row).toContainText('every 4 weeks');
});

test('two people at one helper: theirs stands beside mine', async ({ coordinator: page, browser, demo }) => {
  const other = await secondCoordinator(browser, demo);
  for (const each of [page, other]) {
    await open(each, 'helpers?q=ulla');
    await each.getByRole('link', { name: 'Ulla MÜLLER' }).click();
    await expect(each.getByLabel('Phone', { exact: true })).toBeVisible();
  }
  await other.getByLabel('Phone', { exact: true }).fill('0711 1');
  await other.getByRole('button', { name: 'Save' }).click();
  await expect(said(other)).toContainText('Ulla MÜLLER is saved.');

  await page.getByLabel('Phone', { exact: true }).fill('0711 2');
  await page.getByLabel('Notes').fill('asks for early dates');
  await page.getByRole('button', { name: 'Save' }).click();
  const dialog = page.getByRole('dialog', { name: 'Somebody else saved this meanwhile' });
  await expect(dialog.getByRole('radio', { name: 'Yours: 0711 2' })).toBeChecked();
  await dialog.getByText('Saved now: 0711 1').click();
  await dialog.getByRole('button', { name: 'Save this choice' }).click();
  await expect(said(page)).toContainText('Ulla MÜLLER is saved.');
  await expect(page.getByLabel('Phone', { exact: true })).toHaveValue('0711 1');
  await expect(page.getByLabel('Notes')).toHaveValue('asks for early dates');
  await other.context().close();
});
