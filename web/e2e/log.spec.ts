import { cell, firstOpenSlot, said } from './support/board';
import { event } from './support/screens';
import { expect, test } from './support/test';

const draft = '2026-12-19';

test('the log names a change and takes it back', async ({ coordinator: page }) => {
  const slot = await firstOpenSlot(page, draft);
  await cell(page, draft, slot).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('option').first()).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(cell(page, draft, slot)).toHaveAttribute('data-state', 'confirmed');
  // Shown at once, before it is sent: whoever leaves now takes it along.
  await expect(said(page)).toContainText('on 19 Dec.');
  const name = (await cell(page, draft, slot).locator('span[title]').getAttribute('title')) ?? '';

  await page.goto(new URL(`/events/${event}/log?entity=schedule:${draft}`, page.url()).href);
  const entry = page
    .locator('main li')
    .filter({ hasText: `open → ${name}` })
    .first();
  await expect(entry).toContainText('Demo Coordinator');
  await entry.getByRole('button', { name: /^Undo/ }).click();
  await expect(page.locator('main li').first()).toContainText('Undone');
  await page.goto(new URL(`/events/${event}/board`, page.url()).href);
  await expect(cell(page, draft, slot)).toHaveAttribute('data-state', 'needed');
});
