import { outerScreens, screens } from './support/screens';
import { signInByLink } from './support/sign-in';
import { expectTargets } from './support/targets';
import { expect, test } from './support/test';

test.setTimeout(300_000);

// WCAG 2.5.8 asks for 24 px; a finger gets 44.
for (const { device, viewport, touch, least } of [
  { device: 'a finger, on a phone', viewport: { width: 390, height: 844 }, touch: true, least: 44 },
]) {
  test.describe(device, () => {
    test.use({ viewport, hasTouch: touch, isMobile: touch });

    test(`hits everything on every screen: ${least} px`, async ({ page, demo }) => {
      for (const { name, open } of outerScreens) {
        await open(page, demo);
        if (name !== 'link') await expectTargets(page, least, name);
      }
      await signInByLink(page, demo.link);
      expect(await page.evaluate(() => matchMedia('(pointer: coarse)').matches)).toBe(touch);
      for (const { name, open } of screens) {
        await test.step(name, async () => {
          await open(page);
          await expectTargets(page, least, name);
        });
      }
    });
  });
}
