import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import { expect, type Page } from '@playwright/test';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Fails, and goes on, if axe finds anything serious or critical on the page as it stands. */
export async function expectAccessible(page: Page, screen: string): Promise<void> {
  // Evaluated by the debugger, so the content security policy of the page stays as it is.
  await page.evaluate(axeSource);
  const results = (await page.evaluate('axe.run(document, { resultTypes: ["violations"] })')) as AxeResults;
  const findings = results.violations
    .filter((violation) => violation.impact === 'serious' || violation.impact === 'critical')
    .map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.target.join(' ')).join(', ')}`);
  expect.soft(findings, `axe on ${screen}`).toEqual([]);
}

/**
 * Fails, and goes on, if the page scrolls sideways, or if text is cut off without being reachable: a box that hides
 * what overflows it and whose content is wider than the box. Boxes that scroll by themselves (the board) and hidden
 * texts are left out.
 */
export async function expectNothingCut(page: Page, screen: string): Promise<void> {
  const faults = await page.evaluate(() => {
    const found: string[] = [];
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth > width) {
      found.push(`the page is ${document.documentElement.scrollWidth} px wide, the window ${width}`);
    }
    const describe = (element: Element) =>
      `<${element.tagName.toLowerCase()} class="${element.getAttribute('class') ?? ''}"> "${(element.textContent ?? '').trim().slice(0, 40)}"`;
    for (const element of document.body.querySelectorAll<HTMLElement>('*')) {
      const style = getComputedStyle(element);
      const box = element.getBoundingClientRect();
      const ownText = [...element.childNodes].some(
        (node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim(),
      );
      // A box of one pixel is text for screen readers alone.
      if (!ownText || box.width <= 1 || box.height <= 1 || style.visibility === 'hidden') continue;
      const hides = /hidden|clip/.test(style.overflowX);
      if (hides && element.scrollWidth > element.clientWidth + 1) {
        found.push(`cut off: ${describe(element)}`);
      }
    }
    return found;
  });
  expect.soft(faults, `cut or too wide on ${screen}`).toEqual([]);
}
