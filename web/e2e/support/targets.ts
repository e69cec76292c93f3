import { expect, type Page } from '@playwright/test';

/**
 * Fails, and goes on, if anything to press is smaller than `least` in either direction. What is labelled counts with
 * its label; a link within a sentence is as large as its line.
 */
export async function expectTargets(page: Page, least: number, screen: string): Promise<void> {
  const small = await page.evaluate((smallest) => {
    const found: string[] = [];
    const pressed = 'a[href], button, input, select, textarea, [role="option"], [role="gridcell"], th[data-head]';
    for (const element of document.querySelectorAll<HTMLElement>(pressed)) {
      const style = getComputedStyle(element);
      if (style.visibility === 'hidden' || style.opacity === '0' || element.closest('[aria-hidden="true"]')) continue;
      const parts = [element, ...((element as HTMLInputElement).labels ?? [])].map((each) =>
        each.getBoundingClientRect(),
      );
      if (parts[0]!.width <= 1 || parts[0]!.height <= 1) continue;
      const [left, top] = [Math.min(...parts.map((each) => each.left)), Math.min(...parts.map((each) => each.top))];
      const width = Math.max(...parts.map((each) => each.right)) - left;
      const height = Math.max(...parts.map((each) => each.bottom)) - top;
      // The skip link waits above the window until it has the focus.
      if (top + height <= 0) continue;
      const siblings = [...(element.parentElement?.childNodes ?? [])];
      const inSentence =
        element.tagName === 'A' &&
        style.display === 'inline' &&
        siblings.some((node) => node.nodeType === Node.TEXT_NODE && /\p{L}{2}/u.test(node.textContent ?? ''));
      if (inSentence || (width >= smallest - 0.5 && height >= smallest - 0.5)) continue;
      const name = element.getAttribute('aria-label') ?? element.textContent ?? '';
      found.push(`${element.tagName} "${name.trim().slice(0, 40)}": ${Math.round(width)} x ${Math.round(height)}`);
    }
    return [...new Set(found)];
  }, least);
  expect.soft(small, `smaller than ${least} px on ${screen}`).toEqual([]);
}
