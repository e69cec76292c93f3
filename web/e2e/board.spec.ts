import { cell, firstOpenSlot, openCells, said } from './support/board';
import { secondCoordinator } from './support/people';
import { expect, test } from './support/test';

const saturday = '2026-12-05';
const draft = '2026-12-19';

test('the demo coordinator signs in by the printed link and sees six weeks', async ({ coordinator: page }) => {
  await expect(page.getByRole('grid', { name: /^Board of Monrepos parkrun, 5 Dec to 2 Jan/ })).toBeVisible();
  const heads = page.getByRole('grid').getByRole('columnheader');
  for (const date of ['Sat 5 Dec', 'Sat 12 Dec', 'Sat 19 Dec', 'Sat 26 Dec', 'Fri 1 Jan', 'Sat 2 Jan']) {
    await expect(heads.filter({ hasText: date })).toBeVisible();
  }
});

test('fills open places by keyboard alone: Enter, Enter, and on to the next; one key undoes', async ({
  coordinator: page,
}) => {
  const slot = await firstOpenSlot(page, draft);
  const open = await openCells(page, draft).count();
  await cell(page, draft, slot).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('combobox')).toBeFocused();
  const best = page.getByRole('option').first();
  await expect(best).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');

  await expect(cell(page, draft, slot)).toHaveAttribute('data-state', 'confirmed');
  await expect(said(page)).toContainText('on 19 Dec.');
  await expect(openCells(page, draft)).toHaveCount(open - 1);
  await expect(page.locator('td:focus')).toHaveAttribute('data-date', draft);
  await expect(page.locator('td:focus')).toHaveAttribute('data-state', /needed|preferred/);

  await page.keyboard.press('Control+z');
  await expect(cell(page, draft, slot)).toHaveAttribute('data-state', 'needed');
  await expect(said(page)).toContainText('Undone');
  await page.keyboard.press('Control+Shift+z');
  await expect(cell(page, draft, slot)).toHaveAttribute('data-state', 'confirmed');
});

test('finds a known name by two letters, umlauts folded', async ({ coordinator: page }) => {
  const slot = await firstOpenSlot(page, draft);
  await cell(page, draft, slot).focus();
  await page.keyboard.type('mul');
  await expect(page.getByRole('combobox')).toHaveValue('mul');
  const names = page.getByRole('option');
  await expect(names.filter({ hasText: 'Ulla MÜLLER' })).toHaveCount(1);
  await expect(names.filter({ hasText: 'Kim MULDER' })).toHaveCount(1);
  await expect(names.filter({ hasText: 'Anna BECKER' })).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(cell(page, draft, slot)).toBeFocused();
});

test('moves somebody by drag, on the same date', async ({ coordinator: page }) => {
  const from = cell(page, draft, 'photographer-1');
  const name = await from.locator('span[title]').getAttribute('title');
  const slot = await page.locator(`td[data-date="${draft}"][data-state="preferred"]`).first().getAttribute('data-slot');
  const to = cell(page, draft, slot ?? '');
  await from.scrollIntoViewIfNeeded();
  const target = await to.boundingBox();
  const [x, y] = [(target?.x ?? 0) + 60, (target?.y ?? 0) + 15];
  await from.hover();
  await page.mouse.down();
  await page.mouse.move(x, y - 4, { steps: 8 });
  await page.mouse.move(x, y, { steps: 4 });
  await page.mouse.up();
  await expect(to).toContainText(name ?? '');
  await expect(from).not.toContainText(name ?? '');
  // Shown at once; there is something to undo when it is answered.
  await expect(said(page)).toContainText('on 19 Dec.');
  await page.keyboard.press('Control+z');
  await expect(from).toContainText(name ?? '');
});

test('publishes a date in two clicks, cancels it with a reason and takes that back', async ({ coordinator: page }) => {
  const head = page.locator(`th[data-head="${draft}"]`);
  await expect(head).toContainText('Draft');
  await head.click();
  await page.getByRole('button', { name: /^Publish/ }).click();
  await expect(head).toContainText('Published');

  await head.click();
  await page.getByRole('button', { name: 'Cancel this date …' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Reason').selectOption('Flooding');
  await dialog.getByRole('button', { name: 'Cancel 19 Dec' }).click();
  await expect(head).toContainText('Cancelled');
  await expect(head).toContainText('Flooding');

  await head.click();
  await page.getByRole('button', { name: 'Reinstate the date' }).click();
  await expect(head).toContainText('Published');
});

test('shows what somebody else changed without a reload', async ({ coordinator: page, browser, demo }) => {
  const other = await secondCoordinator(browser, demo);
  const slot = await firstOpenSlot(page, draft);
  await cell(page, draft, slot).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('option').first()).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(cell(page, draft, slot)).toHaveAttribute('data-state', 'confirmed');
  const name = (await cell(page, draft, slot).locator('span[title]').getAttribute('title')) ?? '';
  await expect(cell(other, draft, slot)).toContainText(name);
  await other.context().close();
});

test('two people at one place: the second is asked, and nobody is lost', async ({
  coordinator: page,
  browser,
  demo,
}) => {
  const other = await secondCoordinator(browser, demo);
  const slot = await firstOpenSlot(page, draft);
  await expect(cell(other, draft, slot)).toHaveAttribute('data-state', 'needed');

  // The other window hears nothing of the first one's change until it has made its own.
  let letThrough = () => {};
  const gate = new Promise<void>((resolve) => (letThrough = resolve));
  await other.route(/\/schedules(\?|$)/, async (route) => {
    await gate;
    await route.continue();
  });
  await cell(other, draft, slot).focus();
  await other.keyboard.press('Enter');
  const choices = other.getByRole('option');
  await expect(choices.nth(1)).toBeVisible();

  await cell(page, draft, slot).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('option').first()).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(cell(page, draft, slot)).toHaveAttribute('data-state', 'confirmed');
  const first = (await cell(page, draft, slot).locator('span[title]').getAttribute('title')) ?? '';

  const refused = other.waitForResponse(
    (answer) => answer.request().method() === 'PUT' && answer.url().includes('/assignment'),
  );
  await other.keyboard.press('ArrowDown');
  await other.keyboard.press('Enter');
  expect((await refused).status()).toBe(409);
  letThrough();

  await expect(cell(other, draft, slot)).toContainText(first);
  await cell(other, draft, slot).click();
  await expect(other.getByRole('button', { name: `Keep ${first}` })).toBeVisible();
  await other.getByRole('button', { name: /^Use / }).click();
  await expect(cell(other, draft, slot)).not.toContainText(first);
  const second = (await cell(other, draft, slot).locator('span[title]').getAttribute('title')) ?? '';
  await expect(cell(page, draft, slot)).toContainText(second);
  await other.context().close();
});

test('a published date is open to be looked at on a phone, and filled in two taps', async ({ browser, demo }) => {
  const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 390, height: 844 }, hasTouch: true });
  const page = await context.newPage();
  await page.goto(demo.link);
  await page.getByRole('button', { name: 'Sign in' }).tap();
  const strip = page.getByRole('navigation', { name: 'Dates' });
  await expect(strip.getByRole('button', { name: /^5 Dec/ })).toHaveAttribute('aria-pressed', 'true', {
    timeout: 45_000,
  });
  await strip.getByRole('button', { name: /^19 Dec/ }).tap();
  await expect(strip.getByRole('button', { name: /^19 Dec/ })).toHaveAttribute('aria-pressed', 'true');
  const rows = page.locator('main button[data-state="needed"]');
  const open = await rows.count();
  await rows.first().tap();
  await page.getByRole('option').first().tap();
  await expect(rows).toHaveCount(open - 1);
  await context.close();
});

test('the first Saturday says how many places are open', async ({ coordinator: page }) => {
  // Who is signed in has no board yet; its heads and cells come together, so what is counted from here on is all there.
  const head = page.locator(`th[data-head="${saturday}"]`);
  await expect(head).toContainText(/\d open/);
  const needed = await openCells(page, saturday).count();
  const declined = await page.locator(`td[data-date="${saturday}"][data-state="declined"][data-tone="open"]`).count();
  expect(needed + declined).toBeGreaterThan(0);
  await expect(head).toHaveText(new RegExp(`\\D${needed + declined} open$`));
});
