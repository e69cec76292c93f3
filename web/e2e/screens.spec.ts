import { expectAccessible, expectNothingCut } from './support/look';
import { outerScreens, screens } from './support/screens';
import { signInByLink } from './support/sign-in';
import { test } from './support/test';

const heights = { 320: 640, 390: 844, 1280: 800 } as const;
const widths = [320, 390, 1280] as const;

// Every screen in both languages and schemes: nothing serious for axe, nothing cut, no scrolling sideways.
for (const locale of ['en-GB', 'de-DE']) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test.describe(`${locale}, ${colorScheme}`, () => {
      test.use({ locale, colorScheme });
      test.setTimeout(600_000);

      test('every screen can be read', async ({ page, demo }) => {
        // Widths do not depend on the colours: they are measured in the light.
        const look = async (name: string) => {
          for (const width of colorScheme === 'light' ? widths : []) {
            await page.setViewportSize({ width, height: heights[width] });
            await expectNothingCut(page, `${name} at ${width}`);
          }
          await page.setViewportSize({ width: 1280, height: heights[1280] });
          await expectAccessible(page, name);
        };
        for (const { name, open } of outerScreens) {
          await test.step(name, async () => {
            await open(page, demo);
            await look(name);
          });
        }
        await signInByLink(page, demo.link);
        for (const { name, open } of screens) {
          await test.step(name, async () => {
            await open(page);
            await look(name);
            if (colorScheme === 'dark') return;
            await page.setViewportSize({ width: 390, height: heights[390] });
            await open(page);
            await expectNothingCut(page, `${name} opened at 390`);
            await expectAccessible(page, `${name} on a phone`);
            await page.setViewportSize({ width: 1280, height: heights[1280] });
          });
        }
      });
    });
  }
}
