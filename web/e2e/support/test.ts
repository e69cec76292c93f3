import { expect, test as base, type Page } from '@playwright/test';
import { signInByLink } from './sign-in';
import { startServer, type Server } from './server';

interface Fixtures {
  /** A server with the demo event, fresh for this journey. */
  demo: Server;
  /** A server that nobody has set up yet. */
  empty: Server;
  /** A page on which the demo coordinator is signed in, showing the board. */
  coordinator: Page;
  /** Fails the journey if the browser asks any host but localhost for anything, or if a script is refused or fails. */
  guard: { allowErrors: (pattern: RegExp) => void };
}

// Every journey has a server of its own, so that none sees another's changes and any can run alone.
export const test = base.extend<Fixtures>({
  demo: async ({}, use) => {
    const server = await startServer({ demo: true });
    await use(server);
    await server.stop();
  },
  empty: async ({}, use) => {
    const server = await startServer({ demo: false });
    await use(server);
    await server.stop();
  },
  coordinator: async ({ page, demo }, use) => {
    await signInByLink(page, demo.link);
    await use(page);
  },
  guard: [
    async ({ context }, use) => {
      const foreign: string[] = [];
      const errors: string[] = [];
      const allowed: RegExp[] = [];
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
      await use({ allowErrors: (pattern) => allowed.push(pattern) });
      expect(foreign, 'requests that left localhost').toEqual([]);
      expect(
        errors.filter((error) => !allowed.some((pattern) => pattern.test(error))),
        'errors of scripts and refused content',
      ).toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };
