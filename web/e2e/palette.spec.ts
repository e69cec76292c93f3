import { cell } from './support/board';
import { expectAccessible, expectNothingCut } from './support/look';
import { expect, test } from './support/test';

test('the palette leads by keyboard to a screen, a date and a helper, and gives the focus back', async ({
  coordinator: page,
}) => {
  const place = cell(page, '2026-12-19', 'run-director-1');
  await place.focus();
  await page.keyboard.press('Control+k');
  const field = page.getByRole('combobox', { name: 'Screen, date or helper' });
  await expect(field).toBeFocused();
  await expectAccessible(page, 'the palette');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(place).toBeFocused();

  await page.keyboard.press('Control+k');
  await page.keyboard.type('jorg mul');
  await expect(page.getByRole('option', { name: /Jörg MÜLLER/ })).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Jörg MÜLLER' })).toBeVisible();

  await page.keyboard.press('Control+k');
  await page.keyboard.type('12 dec');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Sat 12 Dec 09:00' })).toBeVisible();

  await page.keyboard.press('Control+k');
  await page.keyboard.type('board');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('grid')).toBeVisible();
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 320, height: 640 }, hasTouch: true, isMobile: true });

  test('the palette opens by its button', async ({ coordinator: page }) => {
    await page.getByRole('button', { name: 'Go to …' }).tap();
    await expect(page.getByRole('option').first()).toBeVisible();
    await expectNothingCut(page, 'the palette on a phone');
    await page.getByRole('option', { name: /^Log/ }).tap();
    await expect(page.getByRole('heading', { level: 1, name: 'Log' })).toBeVisible();
  });
});
