import { expect, test } from './support/test';

test('the demo coordinator signs in by the printed link and sees six weeks', async ({ coordinator: page }) => {
  await expect(page.getByRole('grid', { name: /^Board of Monrepos parkrun, 5 Dec to/ })).toBeVisible();
  await expect(page.getByRole('columnheader', { name: /5 Dec/ })).toBeVisible();
});
