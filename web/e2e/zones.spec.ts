import { chris, makeAccount, setUpEvent } from './support/people';
import { startServer } from './support/server';
import { expect, test } from './support/test';

const fromSaturday = ['Sat 19 Dec', 'Sat 26 Dec', 'Fri 1 Jan', 'Sat 2 Jan', 'Sat 9 Jan', 'Sat 16 Jan'];
const fromSunday = ['Sat 26 Dec', 'Fri 1 Jan', 'Sat 2 Jan', 'Sat 9 Jan', 'Sat 16 Jan', 'Sat 23 Jan'];

// "Today" is the event's: each moment lies on another day in UTC, or in the browser's zone, than at the event.
const zones = [
  { timeZone: 'Pacific/Auckland', now: '2026-12-19T11:30:00.000Z', browser: 'America/Los_Angeles', dates: fromSunday },
  { timeZone: 'Europe/Berlin', now: '2026-12-19T23:30:00.000Z', browser: 'America/Los_Angeles', dates: fromSunday },
  {
    timeZone: 'America/Los_Angeles',
    now: '2026-12-20T05:00:00.000Z',
    browser: 'Pacific/Auckland',
    dates: fromSaturday,
  },
];

for (const { timeZone, now, browser, dates } of zones) {
  test.describe(timeZone, () => {
    test.use({ timezoneId: browser });

    test(`six dates from the event's today, seen from ${browser}`, async ({ page }) => {
      const server = await startServer({ demo: false, now });
      try {
        await makeAccount(page, server.link, chris);
        await setUpEvent(page, { name: 'Zone parkrun', timeZone });
        const heads = page.locator('th[data-head]');
        await expect(heads).toHaveCount(dates.length);
        for (const [at, date] of dates.entries()) await expect(heads.nth(at)).toContainText(date);
        await page.goto(new URL('/events/zone/day', page.url()).href);
        await expect(page.getByRole('heading', { level: 1, name: `${dates[0]} 09:00` })).toBeVisible();
      } finally {
        await server.stop();
      }
    });
  });
}
