import { beforeAll, describe, expect, it } from '@jest/globals';
import { findBrowser, type Page } from '../../../../../test/harness/browser.js';
import { expectAccessible, inConsole, signInAt } from '../../../../../test/harness/console.js';
import { colleague, openAccount, PASSWORD, succeeded } from '../../../../../test/harness/people.js';
import { sharedSystem, type Roster } from '../../../../../test/harness/system.js';

let roster: Roster;

beforeAll(async () => {
  roster = sharedSystem();
  await findBrowser();
});

async function ask(page: Page, permission: string): Promise<void> {
  const field = page.getByLabel('Permission', { exact: true }).first();
  await field.fill(permission);
  await page.getByRole('option', { name: permission }).click();
  await page.getByRole('button', { name: 'Check' }).click();
}

describe('A user’s page (ontraport)', () => {
  it('says what they may do and why, and exceptions give and take away (golden 16, RP-45 to RP-48)', async () => {
    const owner = await openAccount(roster, { preset: 'ontraport' });
    const rep = await colleague(roster, owner, 'Customer Support Representative');
    const may = async (permission: string): Promise<boolean> => {
      const checks = [{ memberId: rep.memberId, permission }];
      return succeeded(await owner.api.post('/v1/checks', { checks })).body.results[0].allowed;
    };
    const had = await may('tasks:cancel');
    await inConsole(roster.url, `/console/users/${rep.memberId}?tab=permissions`, async ({ page }) => {
      await signInAt(page, owner, PASSWORD);
      await page.getByRole('tab', { name: 'Permissions', selected: true }).waitFor();
      await page.getByText('Role Customer Support Representative').first().waitFor();
      await expectAccessible(page);
      // Why not, and the remedy at once.
      if (await may('transactions:refund')) throw new Error('The role should not give refunds');
      await ask(page, 'refund');
      await page.getByText('No, they cannot.').waitFor();
      await page.getByRole('button', { name: 'Do this now' }).first().click();
      await page.getByText('Yes, they can.').waitFor();
      expect(await may('transactions:refund')).toBe(true);

      await page.getByRole('tab', { name: 'Exceptions' }).click();
      await page.getByRole('row').filter({ hasText: 'Visible' }).waitFor();
      await page.getByRole('button', { name: 'Add exception' }).click();
      const dialog = page.getByRole('dialog');
      const field = dialog.getByLabel('Permission', { exact: true }).first();
      await field.fill('cancel');
      await page.getByRole('option', { name: /cancel/i }).click();
      await dialog.getByRole('radio', { name: 'Not visible' }).check();
      await dialog.getByLabel('Reason (optional)').fill('Only managers cancel');
      await expectAccessible(page);
      await dialog.getByRole('button', { name: 'Save' }).click();
      await page.getByRole('row').filter({ hasText: 'Only managers cancel' }).waitFor();
      expect([had, await may('tasks:cancel')]).toEqual([true, false]);
    });
  });

  it('asks who takes over the records, counted by type, before somebody is deleted (golden 18)', async () => {
    const owner = await openAccount(roster, { preset: 'ontraport' });
    const rep = await colleague(roster, owner, 'Sales Representative');
    for (const id of ['c-1', 'c-2']) {
      succeeded(await owner.api.put(`/v1/records/contacts/${id}`, { ownerId: rep.memberId }));
    }
    await inConsole(roster.url, `/console/users/${rep.memberId}`, async ({ page }) => {
      await signInAt(page, owner, PASSWORD);
      await page.getByRole('button', { name: /^More about/ }).click();
      await page.getByRole('menuitem', { name: 'Delete' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByText('Contacts: 2').waitFor();
      const remove = dialog.getByRole('button', { name: 'Delete permanently' });
      await dialog.getByLabel(/^Type /).fill('Carl Colleague');
      expect(await remove.isDisabled()).toBe(true);
      await dialog.getByLabel('Who takes over their records').first().click();
      await page.getByRole('option', { name: /^Olivia Owner/ }).click();
      await expectAccessible(page);
      await remove.click();
      await dialog.waitFor({ state: 'detached' });
      const record = succeeded(await owner.api.get('/v1/records/contacts/c-1')).body;
      expect(record.ownerId).toBe(owner.memberId);
    });
  });

  it('shows sessions and activity to those who may see them', async () => {
    const owner = await openAccount(roster, { preset: 'ontraport' });
    const rep = await colleague(roster, owner, 'Sales Representative');
    await inConsole(roster.url, `/console/users/${rep.memberId}?tab=security`, async ({ page }) => {
      await signInAt(page, owner, PASSWORD);
      await page.getByRole('heading', { name: 'Authorized IP addresses' }).waitFor();
      await page.getByText('They have authorized no address yet.').waitFor();
      await page.getByRole('button', { name: 'Sign out everywhere' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Sign out everywhere' }).click();
      await page.getByText('They are signed in nowhere.').waitFor();
      expect((await rep.api.get('/v1/me')).status).toBe(401);
      await page.getByRole('tab', { name: 'Activity' }).click();
      await page.getByRole('row').filter({ hasText: 'Session' }).first().waitFor();
      await expectAccessible(page);
    });
    await inConsole(roster.url, `/console/users/${owner.memberId}`, async ({ page }) => {
      await signInAt(page, rep, PASSWORD);
      // UI-17: without the right there is no such page in the navigation, and the page itself says why.
      await page.getByText('You may not do this. It takes the permission').waitFor();
      expect(await page.getByRole('link', { name: 'Users', exact: true }).count()).toBe(0);
    });
  });
});
