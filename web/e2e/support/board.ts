import { expect, type Locator, type Page } from '@playwright/test';

/** A cell of the board by date and slot. */
export const cell = (page: Page, date: string, slot: string): Locator =>
  page.locator(`td[data-date="${date}"][data-slot="${slot}"]`);

export const openCells = (page: Page, date: string): Locator =>
  page.locator(`td[data-date="${date}"][data-state="needed"]`);

/** The slot of the first open cell of a date. */
export async function firstOpenSlot(page: Page, date: string): Promise<string> {
  const slot = await openCells(page, date).first().getAttribute('data-slot');
  expect(slot).not.toBeNull();
  return slot ?? '';
}

/** Puts somebody in by typing; the first candidate of the typed letters must need no reason. */
export async function assignByTyping(page: Page, date: string, slot: string, typed: string): Promise<void> {
  const place = cell(page, date, slot);
  await place.focus();
  await page.keyboard.type(typed);
  const option = page.getByRole('option').first();
  await expect(option).toBeVisible();
  await page.keyboard.press('Enter');
}

/** The one polite live region, which says every result. */
export const said = (page: Page): Locator => page.getByTestId('live-region');
