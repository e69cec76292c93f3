import { event } from './support/screens';
import { expect, test } from './support/test';

test.use({ viewport: { width: 390, height: 844 } });

test('the day on a phone: who is missing, whom to call, the next date, paper', async ({ coordinator: page }) => {
  await page.goto(new URL(`/events/${event}/day`, page.url()).href);
  await expect(page.getByRole('heading', { level: 1, name: 'Sat 5 Dec 09:00' })).toBeVisible();
  const rows = page.locator('main li');
  const all = await rows.count();
  await expect(page.getByRole('button', { name: `All (${all})` })).toHaveAttribute('aria-pressed', 'true');
  const anna = rows.filter({ hasText: 'Anna BECKER' }).first();
  await expect(anna).toContainText('Run Director');
  await expect(anna.getByRole('link', { name: /^call Anna BECKER/ })).toHaveAttribute('href', /^tel:\+\d+$/);

  const missing = page.getByRole('button', { name: /^Missing \(\d+\)$/ });
  const count = Number(/\d+/.exec(await missing.innerText())?.[0]);
  await missing.click();
  await expect(rows).toHaveCount(count);

  await page.getByRole('link', { name: 'Next date' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Sat 12 Dec 09:00' })).toBeVisible();

  await page.emulateMedia({ media: 'print' });
  await expect(page.getByRole('banner')).toBeHidden();
  await expect(page.getByRole('button', { name: 'Print' })).toBeHidden();
  await expect(rows.first()).toBeVisible();
});
