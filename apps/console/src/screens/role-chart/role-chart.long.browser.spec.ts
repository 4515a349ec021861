import { beforeAll, describe, expect, it } from '@jest/globals';
import { findBrowser, type Page } from '../../../../../test/harness/browser.js';
import { expectAccessible, inConsole, signInAt } from '../../../../../test/harness/console.js';
import { openAccount, PASSWORD, roleId, succeeded } from '../../../../../test/harness/people.js';
import { sharedSystem, type Roster } from '../../../../../test/harness/system.js';

let roster: Roster;

beforeAll(async () => {
  roster = sharedSystem();
  await findBrowser();
});

/** The roles above one in the tree, from the root. */
const above = (page: Page, name: string): Promise<string[]> =>
  page.getByRole('link', { name, exact: true }).evaluate((link) => {
    const names: string[] = [];
    for (let item = link.closest('li')?.parentElement?.closest('li'); item; item = item.parentElement?.closest('li')) {
      names.unshift(item.querySelector('a')?.textContent ?? '');
    }
    return names;
  });

describe('The role chart', () => {
  it('shows who is above whom (UI-12)', async () => {
    const owner = await openAccount(roster, { preset: 'ontraport' });
    const made = async (name: string, managerRoleId: string) =>
      succeeded(await owner.api.post('/v1/roles', { name, grants: { 'contacts:view': ['own'] }, managerRoleId })).body;
    const coach = await made('Coach', await roleId(owner, 'Sales Manager'));
    await made('Trainee', coach.id as string);
    await inConsole(roster.url, '/console/roles', async ({ page }) => {
      await signInAt(page, owner, PASSWORD);
      await page.getByRole('link', { name: 'Role chart' }).click();
      await page.getByRole('tree', { name: 'Roles by who is above whom' }).waitFor();
      expect(await above(page, 'Trainee')).toEqual(['Account Owner', 'Sales Manager', 'Coach']);
      await expectAccessible(page);
    });
  });
});
