import { beforeAll, describe, expect, it } from '@jest/globals';
import { findBrowser } from '../../../../../test/harness/browser.js';
import { expectAccessible, inConsole, signInAt } from '../../../../../test/harness/console.js';
import { colleague, openAccount, PASSWORD, succeeded } from '../../../../../test/harness/people.js';
import { sharedSystem, type Roster } from '../../../../../test/harness/system.js';

let roster: Roster;

beforeAll(async () => {
  roster = sharedSystem();
  await findBrowser();
});

describe('Teams', () => {
  it('are made, joined and left, beside what others change', async () => {
    const owner = await openAccount(roster);
    const carl = await colleague(roster, owner);
    await inConsole(roster.url, '/console/teams', async ({ page }) => {
      await signInAt(page, owner, PASSWORD);
      await page.getByText('There is no team yet').waitFor();
      await page.getByRole('button', { name: 'New team' }).click();
      await page.getByLabel('Name').fill('Support');
      await page.keyboard.press('Enter');
      await page.getByRole('link', { name: 'Support' }).click();
      await page.getByText('Nobody is on this team yet').waitFor();
      await expectAccessible(page);
      await page.getByRole('combobox', { name: 'Add a person' }).fill('Carl');
      await page.getByRole('option', { name: 'Carl Colleague' }).click();
      await page.getByText('Carl Colleague is on the team. In force everywhere.').waitFor();
      await page.getByRole('table', { name: 'People on the team Support' }).getByText(carl.email).waitFor();
      // What somebody else changes meanwhile is kept, and seen.
      const { items } = succeeded(await owner.api.get('/v1/teams')).body;
      const memberIds = [carl.memberId, owner.memberId];
      succeeded(await owner.api.put(`/v1/teams/${items[0].id}/members`, { memberIds }));
      await page.getByRole('table').getByText(owner.email).waitFor();
      await page.getByRole('button', { name: 'Take Carl Colleague off the team' }).click();
      await page.getByText('Carl Colleague is no longer on the team.').waitFor();
      expect(await page.getByRole('table').getByText(carl.email).count()).toBe(0);
      await page.getByRole('table').getByText(owner.email).waitFor();
    });
  });
});
