import { beforeAll, describe, it } from '@jest/globals';
import { findBrowser } from '../../../../../test/harness/browser.js';
import { expectAccessible, inConsole, signInAt } from '../../../../../test/harness/console.js';
import { openAccount, PASSWORD } from '../../../../../test/harness/people.js';
import { sharedSystem, type Roster } from '../../../../../test/harness/system.js';

let roster: Roster;

beforeAll(async () => {
  roster = sharedSystem();
  await findBrowser();
});

describe('Teams', () => {
  it('are made, and opened by their name', async () => {
    const owner = await openAccount(roster);
    await inConsole(roster.url, '/console/teams', async ({ page }) => {
      await signInAt(page, owner, PASSWORD);
      await page.getByText('There is no team yet').waitFor();
      await page.getByRole('button', { name: 'New team' }).click();
      await page.getByLabel('Name').fill('Support');
      await page.keyboard.press('Enter');
      await page.getByRole('link', { name: 'Support' }).click();
      await page.getByText('Nobody is on this team yet').waitFor();
      await expectAccessible(page);
    });
  });
});
