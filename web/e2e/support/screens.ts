import { expect, type Page } from '@playwright/test';
import type { Server } from './server';

export interface Screen {
  name: string;
  /** Opens the screen at the window's present size; somebody is signed in. */
  open: (page: Page) => Promise<void>;
}

/** The demo event, and the Saturday whose schedule has open slots. */
export const event = 'monrepos';
export const openDate = '2026-12-19';

/** Waits until a screen has its data: heading there, nothing loading. */
export async function expectLoaded(page: Page): Promise<void> {
  await expect(page.locator('main h1')).toBeVisible();
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
}

const at = (path: string) => async (page: Page) => {
  await page.goto(new URL(path, page.url()).href);
  await expectLoaded(page);
};
const board = at(`/events/${event}/board`);

const file = {
  name: 'helpers.csv',
  mimeType: 'text/csv',
  buffer: Buffer.from(
    [
      'Vorname;Nachname;parkrun ID;Telefon;E-Mail',
      'Bärbel;ÖZDEMİR;A7654321;0711 555;baerbel@example.org',
      'Zoë;WINTER;A99999;;',
      'Kim;MULDER;A12x;;',
      ';;A4711;;',
    ].join('\n'),
  ),
};

/** Opens the assign list of the first open slot, in the grid or on the phone's page of a date. */
async function assign(page: Page): Promise<void> {
  await board(page);
  const strip = page.getByRole('navigation', { name: /^(Dates|Termine)$/ });
  if (await page.getByRole('grid').isVisible()) {
    await page.locator(`[data-date="${openDate}"][data-state="needed"]`).first().click();
  } else {
    await strip.getByRole('button', { name: /19/ }).first().click();
    await page.locator('button[data-state="needed"]').first().click();
  }
  await expect(page.getByRole('option').first()).toBeVisible();
}

/** All screens that the demo coordinator, who is administrator too, can open. */
export const screens: readonly Screen[] = [
  { name: 'board', open: board },
  { name: 'assign', open: assign },
  {
    name: 'palette',
    open: async (page) => {
      await at(`/events/${event}/day`)(page);
      await page.getByRole('button', { name: /^(Go to|Gehe zu) …$/ }).click();
      // Its part of the page is loaded when it is first asked for.
      await page.getByRole('dialog').getByRole('combobox').fill('mul');
      await expect(page.getByRole('option', { name: /MÜLLER/ }).first()).toBeVisible();
    },
  },
  { name: 'helpers', open: at(`/events/${event}/helpers`) },
  {
    name: 'helper',
    open: async (page) => {
      await at(`/events/${event}/helpers?q=joerg`)(page);
      await page.getByRole('link', { name: /Jörg MÜLLER/ }).click();
      await expect(page.locator('main h1')).toHaveText('Jörg MÜLLER');
      await expectLoaded(page);
    },
  },
  { name: 'new-helper', open: at(`/events/${event}/helpers/new`) },
  {
    name: 'import',
    open: async (page) => {
      await at(`/events/${event}/import`)(page);
      await page.locator('input[type=file]').setInputFiles(file);
      await page.getByRole('button', { name: /^(To the preview|Zur Vorschau)$/ }).click();
      await expect(page.getByRole('button', { name: /^(Import \d|\d+ Person)/ })).toBeVisible();
    },
  },
  { name: 'day', open: at(`/events/${event}/day`) },
  { name: 'my', open: at(`/events/${event}/my`) },
  { name: 'log', open: at(`/events/${event}/log`) },
  { name: 'settings', open: at(`/events/${event}/settings`) },
  { name: 'members', open: at(`/events/${event}/members`) },
  { name: 'accounts', open: at('/accounts') },
  { name: 'set-up', open: at('/set-up') },
  {
    name: 'account',
    open: async (page) => {
      await at(`/events/${event}/day`)(page);
      await page.getByRole('button', { name: /^(Account of|Konto von)/ }).click();
      await expect(page.getByRole('dialog')).toBeVisible();
    },
  },
];

/** The screens before anybody is signed in. */
export const outerScreens: readonly { name: string; open: (page: Page, server: Server) => Promise<void> }[] = [
  {
    name: 'sign-in',
    open: async (page, server) => {
      await page.goto(`${server.url}/`);
      await expect(page.getByRole('button', { name: /^(Sign in|Anmelden)$/ })).toBeVisible();
    },
  },
  {
    name: 'link',
    open: async (page, server) => {
      await page.goto(server.link);
      await expect(page.getByRole('button').first()).toBeVisible();
    },
  },
];
