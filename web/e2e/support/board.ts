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

/** The one polite live region, which says every result. */
export const said = (page: Page): Locator => page.getByTestId('live-region');
