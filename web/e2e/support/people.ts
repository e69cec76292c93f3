import { expect, type Browser, type Page } from '@playwright/test';
import type { Server } from './server';
import { expectSignedIn, signInByLink } from './sign-in';

export interface Person {
  name: string;
  userName: string;
  password: string;
}

export const chris: Person = { name: 'Chris Coordinator', userName: 'chris', password: 'a long walk in the park' };
export const helga: Person = { name: 'Helga Helferin', userName: 'helga', password: 'the quick marshal waves' };

/** Fills the issuer's page of a set-up or invitation link and waits until the product stands. */
export async function makeAccount(page: Page, link: string, person: Person): Promise<void> {
  await page.goto(link);
  await page.locator('input[name="name"]').fill(person.name);
  await page.locator('input[name="user_name"]').fill(person.userName);
  await page.locator('input[name="password"]').fill(person.password);
  await page.getByRole('button', { name: /^(Make|Konto anlegen)/ }).click();
  await expectSignedIn(page);
}

/** From the landing page through the issuer's form. */
export async function signInByPassword(page: Page, person: Person): Promise<void> {
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.locator('input[name="user_name"]').fill(person.userName);
  await page.locator('input[name="password"]').fill(person.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expectSignedIn(page);
}

/** The wizard of a new event, from its first step to the board. */
export async function setUpEvent(page: Page, event: { name: string; timeZone?: string }): Promise<void> {
  await expect(page.getByRole('heading', { level: 1, name: 'Set up an event' })).toBeVisible();
  await page.getByLabel('Name').fill(event.name);
  if (event.timeZone) await page.getByLabel('Time zone').fill(event.timeZone);
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByRole('button', { name: 'Create event' }).click();
  await page.getByRole('link', { name: 'Later: go to the board' }).click();
  await expect(page.getByRole('grid')).toBeVisible();
}

/** A second window of the demo's coordinator, as if another person sat at another machine. */
export async function secondCoordinator(browser: Browser, server: Server): Promise<Page> {
  const context = await browser.newContext({ locale: 'en-GB', reducedMotion: 'reduce' });
  const page = await context.newPage();
  const link = /http:\S+/.exec(await server.account('link', 'demo'))?.[0] ?? '';
  await signInByLink(page, link);
  return page;
}
