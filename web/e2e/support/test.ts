import { expect, test as base, type Page } from '@playwright/test';
import { signInByLink } from './sign-in';
import { makeDemoData, startServer, type Server, type Settings } from './server';

/** A Thursday evening before the Saturdays that the journeys name. */
export const thursday = '2026-12-03T19:00:00.000Z';

interface WorkerFixtures {
  /** The data directory of the demo event, made once. */
  demoData: string;
}

interface ServerFixtures {
  /** Settings of the servers beside the usual ones, by the names of their environment variables. */
  settings: Settings;
  /** A server with the demo event, fresh for this journey. */
  demo: Server;
  /** A server that nobody has set up yet. */
  empty: Server;
}

interface Fixtures {
  /** A page on which the demo coordinator is signed in, showing the board. */
  coordinator: Page;
  /** Fails the journey if the browser asks any host but localhost for anything, or if a script is refused or fails. */
  guard: void;
}

// Every journey has a server of its own, so that none sees another's changes and any can run alone.
/** For journeys without a browser; the others take `test`. */
export const serverTest = base.extend<ServerFixtures, WorkerFixtures>({
  demoData: [
    async ({}, use) => {
      const made = await makeDemoData(thursday);
      await use(made.directory);
      await made.remove();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  settings: [{}, { option: true }],
  demo: async ({ demoData, settings }, use) => {
    const server = await startServer({ demo: true, from: demoData, now: thursday, settings });
    await use(server);
    await server.stop();
  },
  empty: async ({ settings }, use) => {
    const server = await startServer({ demo: false, now: thursday, settings });
    await use(server);
    await server.stop();
  },
});

export const test = serverTest.extend<Fixtures>({
  coordinator: async ({ page, demo }, use) => {
    await signInByLink(page, demo.link);
    await use(page);
  },
  guard: [
    async ({ context }, use) => {
      const foreign: string[] = [];
      const errors: string[] = [];
      context.on('request', (request) => {
        const url = new URL(request.url());
        if (/^(https?|wss?):$/.test(url.protocol) && (url.hostname !== 'localhost' || url.protocol === 'https:')) {
          foreign.push(request.url());
        }
      });
      context.on('weberror', (error) => errors.push(error.error().message));
      context.on('console', (message) => {
        if (message.type() === 'error' && /content security policy/i.test(message.text())) {
          errors.push(message.text());
        }
      });
      await use();
      expect(foreign, 'requests that left localhost').toEqual([]);
      expect(errors, 'errors of scripts and refused content').toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };
