import { said } from './support/board';
import { helga, makeAccount } from './support/people';
import { event } from './support/screens';
import { expect, test } from './support/test';

test('an invited helper takes an open place and hands it back; access and membership change', async ({
  coordinator: page,
  browser,
}) => {
  const members = new URL(`/events/${event}/members`, page.url()).href;
  await page.goto(members);
  await page.getByRole('button', { name: 'Invite somebody' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Change' }).click();
  await dialog.getByLabel('Search name or A-number').fill('wiebke');
  await dialog.getByRole('button', { name: /^Wiebke/ }).click();
  await dialog.getByRole('button', { name: 'Make the link' }).click();
  const link = await page.getByRole('dialog', { name: 'The link is ready' }).getByLabel('Link').inputValue();
  await page.getByRole('button', { name: 'Done' }).click();
  await expect(page.getByText(link)).toHaveCount(0);

  const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 390, height: 844 } });
  const phone = await context.newPage();
  await makeAccount(phone, link, helga);
  await expect(phone.getByRole('heading', { level: 1, name: 'My page' })).toBeVisible({ timeout: 30_000 });
  await expect(phone.getByText('Wiebke von der HEIDE-SCHÖNFELDER')).toBeVisible();
  await expect(phone.getByText('You have no slot on the coming dates.')).toBeVisible();

  // One tap takes it.
  const take = phone.getByRole('button', { name: /^Take: .* on Sat 12 Dec$/ }).first();
  const place = (await take.getAttribute('aria-label'))?.replace('Take: ', '') ?? '';
  await take.click();
  await expect(phone.getByRole('button', { name: `I can't come: ${place}` })).toBeVisible();
  await phone.getByRole('button', { name: `I can't come: ${place}` }).click();
  await phone.getByRole('button', { name: 'Yes, hand it back' }).click();
  await expect(said(phone)).toContainText('Thanks for saying so. Your slot is open again.');
  await expect(phone.getByRole('button', { name: `Take: ${place}` })).toBeVisible();

  await phone.getByLabel('Phone').fill('0711 999');
  await phone.getByRole('button', { name: 'Save' }).click();
  await expect(said(phone)).toContainText('Your data is saved.');
  await expect(phone.getByRole('link', { name: 'Settings' })).toHaveCount(0);

  await page.reload();
  await page.getByLabel('Access of Helga Helferin').selectOption('Run Director');
  await expect(said(page)).toContainText('Helga Helferin is Run Director now.');
  await phone.reload();
  await expect(phone.getByRole('link', { name: 'Helpers' })).toBeVisible();

  await page.getByRole('button', { name: 'End membership: Helga Helferin' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'End membership' }).click();
  await expect(page.getByLabel('Access of Helga Helferin')).toHaveCount(0);
  await phone.goto(new URL('/', members).href);
  await expect(phone.getByRole('heading', { name: 'No event yet' })).toBeVisible();
  await context.close();
});
