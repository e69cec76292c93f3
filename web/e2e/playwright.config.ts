import { defineConfig } from '@playwright/test';

// Journeys in the distribution's Chromium against the real program; `ORGANIZER_BINARY` names it.
export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  testIgnore: process.env.SCREENSHOTS === '1' ? [] : ['screenshots.spec.ts'],
  outputDir: '../test-results',
  // Two: a journey waits for the browser more than for the processor.
  workers: 2,
  fullyParallel: true,
  retries: 1,
  // A journey that passes only the second time is named in the report.
  reporter: [
    ['list'],
    ['./support/flaky-reporter.ts'],
    ...(process.env.PLAYWRIGHT_JSON_OUTPUT_FILE ? [['json'] as const] : []),
  ],
  timeout: 120_000,
  expect: { timeout: 15_000 },
  use: {
    actionTimeout: 15_000,
    navigationTimeout: 30_000,
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    viewport: { width: 1280, height: 800 },
    contextOptions: { reducedMotion: 'reduce' },
    screenshot: 'only-on-failure',
    trace: 'retain-on-first-failure',
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--disable-background-networking',
        '--no-first-run',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
