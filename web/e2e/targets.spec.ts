import { outerScreens, screens } from './support/screens';
import { signInByLink } from './support/sign-in';
import { expectTargets } from './support/targets';
import { expect, test } from './support/test';

// A finger gets 44 px, more than the 24 that WCAG 2.5.8 asks for.
const least = 44;

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
test.setTimeout(300_000);

test(`a finger on a phone hits everything on every screen: ${least} px`, async ({ page, demo }) => {
  for (const { name, open } of outerScreens) {
    await open(page, demo);
    await expectTargets(page, least, name);
  }
  await signInByLink(page, demo.link);
  expect(await page.evaluate(() => matchMedia('(pointer: coarse)').matches)).toBe(true);
  for (const { name, open } of screens) {
    await test.step(name, async () => {
      await open(page);
      await expectTargets(page, least, name);
    });
  }
});
