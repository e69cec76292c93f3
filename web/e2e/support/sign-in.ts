import { expect, type Page } from '@playwright/test';

/** Opens a one-time link, confirms it, and waits until the signed-in product stands. */
export async function signInByLink(page: Page, link: string): Promise<void> {
  await page.goto(link);
  await page.getByRole('button').first().click();
  await signedIn(page);
}

/** Waits for the main navigation, which stands only for somebody who is signed in. */
export async function signedIn(page: Page): Promise<void> {
  await expect(page.getByRole('navigation').first()).toBeVisible({ timeout: 30_000 });
}
