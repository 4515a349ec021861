import { beforeAll, describe, expect, it } from '@jest/globals';
import { findBrowser } from '../harness/browser.js';
import { expectAccessible, inConsole, signInAt } from '../harness/console.js';
import { colleague, openAccount, PASSWORD } from '../harness/people.js';
import { sharedSystem, type Roster } from '../harness/system.js';

let roster: Roster;

beforeAll(async () => {
  roster = sharedSystem();
  await findBrowser();
});

describe('The search', () => {
  it('leads by keyboard alone to people, roles and pages, and finds nothing that may not be seen', async () => {
    const owner = await openAccount(roster, { preset: 'ontraport' });
    const rep = await colleague(roster, owner, 'Sales Representative');
    await inConsole(roster.url, '/console', async ({ page }) => {
      const find = async (text: string, hit: string | RegExp) => {
        await page.keyboard.press('Control+k');
        await page.getByRole('searchbox', { name: 'Pages, people and roles' }).fill(text);
        await page.getByRole('option', { name: hit }).waitFor();
      };
      await signInAt(page, owner, PASSWORD);
      await page.getByText('You are signed in to').waitFor();
      await find('carl', /^Carl Colleague/);
      await expectAccessible(page);
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'Carl Colleague', level: 1 }).waitFor();
      await find('sales man', 'Sales Manager');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'Sales Manager', level: 1 }).waitFor();
      await find('audit', 'Audit');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'Audit', level: 1 }).waitFor();
      await find('secur', 'Security');
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    });
    await inConsole(roster.url, '/console', async ({ page }) => {
      await signInAt(page, rep, PASSWORD);
      await page.getByText('You are signed in to').waitFor();
      await page.getByRole('button', { name: 'Search (Ctrl K)' }).click();
      const field = page.getByRole('searchbox', { name: 'Pages, people and roles' });
      await field.fill('olivia');
      await page.getByText('Nothing has such a name.').waitFor();
      await field.fill('profile');
      await page.getByRole('option', { name: 'Profile' }).waitFor();
      expect(await page.getByRole('option').count()).toBe(1);
    });
  });
});
