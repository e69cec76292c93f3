import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
const server = process.env.ORGANIZER_URL ?? 'http://localhost:8080';
const servedByTheServer = ['/api', '/oidc', '/.well-known', '/config.json'];

export default defineConfig({
  plugins: [react()],
  resolve: { alias: { '@': path('./src') } },
  build: {
    target: 'es2022',
    // Data URLs would need exceptions in the content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { input: { index: path('./index.html'), redirect: path('./redirect.html') } },
  },
  // One origin in development too, as MSAL's hidden frame and the issuer's cookies need it.
  server: { proxy: Object.fromEntries(servedByTheServer.map((prefix) => [prefix, { target: server }])) },
  test: {
    environment: 'jsdom',
    include: ['src/**/*.test.{ts,tsx}'],
    setupFiles: ['src/testing/setup.ts'],
    restoreMocks: true,
    testTimeout: 30_000,
    hookTimeout: 30_000,
    css: { modules: { classNameStrategy: 'non-scoped' } },
  },
});
