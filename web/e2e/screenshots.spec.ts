import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { outerScreens, screens } from './support/screens';
import { signInByLink } from './support/sign-in';
import { test } from './support/test';

const folder = process.env.SCREENSHOTS_FOLDER ?? fileURLToPath(new URL('../../build/screenshots', import.meta.url));

// Pictures of all screens, to be looked at; `./dev screenshots`.
for (const [language, locale] of [
  ['en', 'en-GB'],
  ['de', 'de-DE'],
] as const) {
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const width of [390, 1280] as const) {
      test.describe(`${language} ${colorScheme} ${width}`, () => {
        test.use({ locale, colorScheme, viewport: { width, height: width === 390 ? 844 : 800 } });
        test.setTimeout(300_000);

        test('all screens', async ({ page, demo }) => {
          const keep = (name: string) =>
            page.screenshot({ path: path.join(folder, `${name}-${width}-${colorScheme}-${language}.png`) });
          for (const { name, open } of outerScreens) {
            await open(page, demo);
            await keep(name);
          }
          await signInByLink(page, demo.link);
          for (const { name, open } of screens) {
            await open(page);
            await keep(name);
          }
        });
      });
    }
  }
}
