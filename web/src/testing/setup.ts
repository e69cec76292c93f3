import '@testing-library/jest-dom/vitest';
import { cleanup, configure } from '@testing-library/react';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { chooseLanguage } from '@/lib/i18n';
import { session } from '@/lib/auth/session';
import { undoStack } from '@/lib/undo';
import './browser';
import { server } from './server';

// Generous, for slow machines: a test waits for what it names, never for a time. Failures do not print the whole page.
configure({ asyncUtilTimeout: 15_000, getElementError: (message) => new Error(message ?? 'no such element') });

// A request that no handler answers is a fault of the test or of the code.
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
beforeEach(async () => {
  localStorage.clear();
  sessionStorage.clear();
  await chooseLanguage('en');
});
afterEach(() => {
  cleanup();
  server.resetHandlers();
  session.resume();
  undoStack.clear();
});
afterAll(() => server.close());
