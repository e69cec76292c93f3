import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { event } from './support/screens';
import { expect, test } from './support/test';

const good = 293;
const names = ['Jörg MÜLLER-LÜDENSCHEIDT', 'Zoë ÅKESSON', 'Bláithín NÍ BHRIAIN', 'Özgür ÇELİK', 'Anna BÄR'];

/** 300 rows with umlauts, IDs of 5 to 8 digits, two IDs twice, a byte order mark, semicolons and five broken rows. */
function list(): Buffer {
  const rows = Array.from({ length: good }, (_, at) => {
    const digits = 5 + (at % 4);
    return `${names[at % names.length]} ${at};A${10 ** (digits - 1) + at};0711 ${at};h${at}@example.org`;
  });
  const twice = ['Wer AUCH;A10000;;', 'Wer NOCH;A100001;;'];
  const broken = [
    ';A7654321;;',
    'Kim EINS;A12x;;',
    'Kim ZWEI;B123456;;',
    'Kim DREI;A1234567890;;',
    'Kim VIER;;;no-mail',
  ];
  return Buffer.from(`\uFEFFName;parkrun ID;Telefon;E-Mail\r\n${[...rows, ...twice, ...broken].join('\r\n')}\r\n`);
}

async function preview(page: Page) {
  await page.goto(new URL(`/events/${event}/import`, page.url()).href);
  await page
    .getByLabel('Choose a CSV file')
    .setInputFiles({ name: 'helpers.csv', mimeType: 'text/csv', buffer: list() });
  await page.getByRole('button', { name: 'To the preview' }).click();
}

test('300 helpers: the good ones are imported, the bad ones named, a second time changes nothing', async ({
  coordinator: page,
}) => {
  await preview(page);
  await expect(page.getByText(`${good} new, 0 changed, 7 rows not imported.`)).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText('A10000 stands in line 2 already')).toBeVisible();
  await expect(page.getByText('A12x is no parkrun ID')).toBeVisible();
  await expect(page.getByText('the name is missing')).toBeVisible();
  const waiting = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download these rows' }).click();
  const report = await readFile(await (await waiting).path(), 'utf8');
  expect(report.split('\r\n')).toHaveLength(9);
  expect(report).toContain('297;;;the name is missing');

  await page.getByRole('button', { name: `Import ${good} helpers` }).click();
  await expect(page.getByText(`${good} new, 0 changed, 7 rows not imported.`)).toBeVisible({ timeout: 90_000 });
  await page.getByRole('link', { name: 'To the directory' }).click();
  await expect(page.getByText(`${good + 30} helpers`)).toBeVisible();

  await preview(page);
  await expect(page.getByText('0 new, 0 changed, 7 rows not imported.')).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText(`${good} rows are in the directory already.`)).toBeVisible();
  await expect(page.getByRole('button', { name: /^Import/ })).toHaveCount(0);
});

test('a broken-off import goes on by sending again', async ({ coordinator: page }) => {
  let sent = 0;
  await page.route('**/imports', async (route) => {
    sent += 1;
    // The second request arrives, but its answer is lost, and so is whatever follows.
    if (sent === 2) await route.fetch();
    if (sent >= 2 && sent <= 7) await route.abort('connectionreset');
    else await route.continue();
  });
  await preview(page);
  await page.getByRole('button', { name: `Import ${good} helpers` }).click({ timeout: 30_000 });
  await expect(page.getByText(`Interrupted. 100 of ${good} rows are done, the rest was not sent.`)).toBeVisible({
    timeout: 90_000,
  });
  await page.unroute('**/imports');
  await page.getByRole('button', { name: 'Send the rest' }).click();
  await expect(page.getByText(/new, 0 changed, 7 rows not imported\./)).toBeVisible({ timeout: 90_000 });
  await page.getByRole('link', { name: 'To the directory' }).click();
  await expect(page.getByText(`${good + 30} helpers`)).toBeVisible();
});
