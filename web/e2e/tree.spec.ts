import type { CDPSession } from '@playwright/test';
import { screens } from './support/screens';
import { signInByLink } from './support/sign-in';
import { expect, test } from './support/test';

interface AxNode {
  ignored: boolean;
  role?: { value: string };
  name?: { value: string };
  properties?: { name: string; value: { value: unknown } }[];
}

const pressed = ['button', 'link', 'textbox', 'combobox', 'searchbox', 'checkbox', 'radio', 'spinbutton', 'option'];
const named = [...pressed, 'grid', 'dialog', 'navigation', 'listbox', 'group', 'columnheader', 'rowheader', 'Date'];

/** What a screen reader is told, by the browser itself. */
async function tree(session: CDPSession): Promise<{ role: string; name: string; node: AxNode }[]> {
  const { nodes } = (await session.send('Accessibility.getFullAXTree')) as { nodes: AxNode[] };
  return nodes
    .filter(({ ignored }) => !ignored)
    .map((node) => ({ role: node.role?.value ?? '', name: (node.name?.value ?? '').trim(), node }));
}

test('every screen names what it has: landmarks, headings, controls', async ({ page, demo }) => {
  test.setTimeout(240_000);
  await signInByLink(page, demo.link);
  const session = await page.context().newCDPSession(page);
  for (const { name, open } of screens) {
    await test.step(name, async () => {
      await open(page);
      const nodes = await tree(session);
      const count = (role: string) => nodes.filter((node) => node.role === role).length;
      const nameless = nodes.filter((node) => named.includes(node.role) && node.name === '');
      expect
        .soft(
          nameless.map(({ role, node }) => `${role} ${JSON.stringify(node.properties?.slice(0, 3))}`),
          `${name}: without a name`,
        )
        .toEqual([]);
      // An open dialog hides the page behind it.
      if (count('dialog') > 0 && (await page.locator('[role=dialog][aria-modal=true]').count()) > 0) return;
      expect.soft(count('main'), `${name}: main`).toBe(1);
      expect.soft(count('banner'), `${name}: banner`).toBe(1);
      const levels = nodes
        .filter(({ role }) => role === 'heading')
        .map(({ node }) => Number(node.properties?.find((each) => each.name === 'level')?.value.value));
      expect
        .soft(
          levels.filter((level) => level === 1),
          `${name}: one first heading`,
        )
        .toHaveLength(1);
      const jumps = levels.filter((level, at) => at > 0 && level > levels[at - 1]! + 1);
      expect.soft(jumps, `${name}: no level is left out`).toEqual([]);
      const labels = nodes.filter(({ role }) => role === 'navigation').map((node) => node.name);
      expect.soft(new Set(labels).size, `${name}: navigations told apart`).toBe(labels.length);
    });
  }
});
