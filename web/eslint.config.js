import js from '@eslint/js';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

// Imports run one way: api, lib -> components -> features -> app. Features know nothing of each other, and are flat folders.
const forbid = (...rules) => ({ patterns: rules.map(([group, message]) => ({ group, message })) });
const msal = [['@azure/msal-browser', '@azure/msal-browser/*'], 'MSAL stands in src/lib/auth/msal-*.ts alone.'];
const app = [['@/app', '@/app/*', '**/app/*'], 'Nothing below app/ may import it.'];
const features = [['@/features/*', '**/features/*'], 'Features are imported by app/ alone.'];
const components = [['@/components', '@/components/*', '**/components/*'], 'lib/ and api/ know no components.'];
const testing = [['@/testing', '@/testing/*'], 'Only tests import testing/.'];
const upwards = [
  ['../*'],
  "Feature folders are flat: './' within, '@/lib', '@/components', '@/api' for what is shared.",
];
const tests = ['**/*.test.ts', '**/*.test.tsx', 'src/testing/**'];

const clock = [
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: 'Only src/lib/clock.ts reads the clock.',
  },
  { selector: "CallExpression[callee.name='Date']", message: 'Only src/lib/clock.ts reads the clock.' },
  {
    selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
    message: 'Only src/lib/clock.ts reads the clock.',
  },
];

export default tseslint.config(
  { ignores: ['dist', 'node_modules', 'src/api/schema.d.ts', 'test-results', 'playwright-report'] },
  js.configs.recommended,
  ...tseslint.configs.recommended,
  {
    files: ['src/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': reactHooks },
    rules: { 'react-hooks/rules-of-hooks': 'error', 'react-hooks/exhaustive-deps': 'error' },
  },
  {
    files: ['src/**/*.{ts,tsx}', 'e2e/**/*.ts'],
    rules: {
      // Playwright's fixtures take an empty object as first parameter.
      'no-empty-pattern': ['error', { allowObjectPatternsAsParameters: true }],
      'no-restricted-syntax': ['error', ...clock],
      'no-console': 'error',
      eqeqeq: 'error',
      // Leaving a member out by destructuring is the plain way to do so.
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
    },
  },
  {
    files: ['src/lib/**', 'src/api/**'],
    ignores: tests,
    rules: { 'no-restricted-imports': ['error', forbid(msal, app, features, components, testing)] },
  },
  {
    files: ['src/components/**'],
    ignores: tests,
    rules: { 'no-restricted-imports': ['error', forbid(msal, app, features, testing)] },
  },
  {
    files: ['src/features/**'],
    ignores: tests,
    rules: { 'no-restricted-imports': ['error', forbid(msal, app, features, upwards, testing)] },
  },
  {
    files: ['src/features/**/*.test.{ts,tsx}'],
    rules: { 'no-restricted-imports': ['error', forbid(msal, app, features, upwards)] },
  },
  { files: ['src/app/**'], ignores: tests, rules: { 'no-restricted-imports': ['error', forbid(msal, testing)] } },
  {
    files: ['src/lib/auth/msal-*.ts'],
    rules: { 'no-restricted-imports': ['error', forbid(app, features, components)] },
  },
  { files: ['src/lib/clock.ts'], rules: { 'no-restricted-syntax': 'off' } },
  {
    files: ['scripts/**/*.mjs', 'public/*.js'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        document: 'readonly',
        localStorage: 'readonly',
        matchMedia: 'readonly',
        URL: 'readonly',
      },
    },
  },
);
