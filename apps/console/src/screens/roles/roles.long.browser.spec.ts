import { beforeAll, describe, expect, it } from '@jest/globals';
import { findBrowser, type Page } from '../../../../../test/harness/browser.js';
import { expectAccessible, inConsole, signInAt } from '../../../../../test/harness/console.js';
import { colleague, openAccount, PASSWORD, succeeded, type Person } from '../../../../../test/harness/people.js';
import { sharedSystem, type Roster } from '../../../../../test/harness/system.js';

let roster: Roster;

beforeAll(async () => {
  roster = sharedSystem();
  await findBrowser();
});

const names = (page: Page) => page.getByRole('row').getByRole('link').filter({ hasText: /\w{3}/ }).allTextContents();
const row = (page: Page, name: string) => page.getByRole('row').filter({ has: page.getByRole('link', { name }) });

async function choose(page: Page, role: string, act: string): Promise<void> {
  await page.getByRole('button', { name: `Actions for ${role}` }).click();
  await page.getByRole('menuitem', { name: act }).click();
}

const madeRole = async (owner: Person, name: string, grants: object) =>
  succeeded(await owner.api.post('/v1/roles', { name, grants })).body.id as string;

describe('The roles of an account', () => {
  it('are put in order, which stays, below those of the product (scenario 11)', async () => {
    const owner = await openAccount(roster, { planId: 'business' });
    await madeRole(owner, 'First', { 'reports:export': true });
    await madeRole(owner, 'Second', { 'reports:view': true });
    await madeRole(owner, 'Third', {});
    await colleague(roster, owner, 'First');
    await inConsole(roster.url, '/console/roles', async ({ page }) => {
      await signInAt(page, owner, PASSWORD);
      await row(page, 'First').getByRole('link', { name: 'Carl Colleague' }).waitFor();
      await row(page, 'Third').getByText('Grants nothing').waitFor();
      await row(page, 'Admin').getByText('System').waitFor();
      await expectAccessible(page);

      // By the menu; roles of the product stay where they are.
      await choose(page, 'Third', 'Move up');
      await page.getByText('Third is now number 2 of your own roles.').waitFor();
      await page.getByRole('button', { name: 'Actions for Admin' }).click();
      expect(await page.getByRole('menuitem').allTextContents()).toEqual(['New role from this one']);
      await page.keyboard.press('Escape');

      await choose(page, 'Third', 'Move up');
      await page.getByText('Third is now number 1 of your own roles.').waitFor();
      await page.reload();
      await row(page, 'Third').waitFor();
      expect((await names(page)).slice(-3)).toEqual(['Third', 'First', 'Second']);
    });
  });

  it('cannot be made where the plan has none, and are no page of a product without roles', async () => {
    const small = await openAccount(roster, { planId: 'team' });
    await inConsole(roster.url, '/console/roles', async ({ page }) => {
      await signInAt(page, small, PASSWORD);
      await page.getByText('Roles of your own come with a larger plan.').waitFor();
      await row(page, 'Editor').waitFor();
      expect(await page.getByRole('link', { name: 'New role' }).count()).toBe(0);
    });
    const without = await openAccount(roster, { preset: 'botplatform' });
    await inConsole(roster.url, '/console/roles', async ({ page }) => {
      await signInAt(page, without, PASSWORD);
      await page.getByRole('heading', { name: 'There is no such page' }).waitFor();
      await page.goto(`${roster.url}/console`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      expect(await page.getByRole('link', { name: 'Roles' }).count()).toBe(0);
    });
  });
});
