import { beforeAll, describe, expect, it } from '@jest/globals';
import { findBrowser } from '../harness/browser.js';
import { act, expectAccessible, inConsole, rowOf, signInAt } from '../harness/console.js';
import { accept, address, openAccount, PASSWORD } from '../harness/people.js';
import { sharedSystem, type Roster } from '../harness/system.js';

let roster: Roster;

beforeAll(async () => {
  roster = sharedSystem();
  await findBrowser();
});

describe('Ortto as it was, from the screen', () => {
  it('has one page for its users: who is here, with the mark beside the role, and “Add” for more', async () => {
    const owner = await openAccount(roster, { preset: 'ortto-classic' });
    const [ada, ben] = [address('ada'), address('ben')];
    await inConsole(roster.url, '/console/users', async ({ page }) => {
      await signInAt(page, owner, PASSWORD);
      const role = rowOf(page, owner.email).getByRole('cell').filter({ hasText: 'Admin' });
      await role.getByText('Owner', { exact: true }).waitFor();
      await role.getByRole('img', { name: 'Billing contact' }).waitFor();
      const heads = await page.getByRole('columnheader').allTextContents();
      expect(heads.filter((head) => /2FA|Talk/.test(head))).toEqual([]);
      const pages = page.getByRole('navigation', { name: 'Pages' });
      for (const absent of ['Roles', 'Teams']) {
        expect(await pages.getByRole('link', { name: absent }).count()).toBe(0);
      }
      await expectAccessible(page);

      await page.getByRole('link', { name: 'New user' }).click();
      await page.getByLabel('E-mail addresses').fill(`${ada}, ${ben} `);
      await page.getByText('This takes 2 seats').waitFor();
      await page.getByRole('radio', { name: 'Editor' }).check();
      await expectAccessible(page);
      await page.getByRole('button', { name: 'Add', exact: true }).click();
      for (const email of [ada, ben]) await rowOf(page, email).getByText('Invited').waitFor();
      await accept(roster, ada);
      await page.getByRole('button', { name: 'Clear filters' }).click();
      await act(page, ada, 'Edit role');
      await page.getByRole('radio', { name: 'Read only' }).click();
      await page.getByRole('button', { name: 'Save role' }).click();
      await rowOf(page, ada).getByText('Read only').waitFor();

      await page.goto(`${roster.url}/console/roles`);
      await page.getByRole('heading', { name: 'There is no such page' }).waitFor();
      await expectAccessible(page);
    });
  });
});
