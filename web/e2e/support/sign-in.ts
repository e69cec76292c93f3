import { expect, type Page } from '@playwright/test';

/** Opens a one-time link, confirms it, and waits until the product stands. */
export async function signInByLink(page: Page, link: string): Promise<void> {
  await page.goto(link);
  await page.getByRole('button', { name: /^(Sign in|Anmelden)$/ }).click();
  await expectSignedIn(page);
}

/** Waits for the button of the account, which stands only for somebody who is signed in. */
export async function expectSignedIn(page: Page): Promise<void> {
  await expect(page.getByRole('button', { name: /^(Account of|Konto von)/ })).toBeVisible({ timeout: 45_000 });
}
