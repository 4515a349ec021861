import { beforeAll, describe, expect, it } from '@jest/globals';
import { findBrowser, type Page } from '../../../../../test/harness/browser.js';
import { expectAccessible, inConsole, signInAt } from '../../../../../test/harness/console.js';
import { openAccount, PASSWORD } from '../../../../../test/harness/people.js';
import { sharedSystem, type Roster } from '../../../../../test/harness/system.js';

let roster: Roster;

beforeAll(async () => {
  roster = sharedSystem();
  await findBrowser();
});

const feature = (page: Page, name: string) => page.getByRole('region', { name, exact: true });
const whole = (page: Page, name: string) => page.getByRole('checkbox', { name: `${name}: everything` });

describe('The role editor', () => {
  it('ticks the Analyst, whose view cannot be unticked (RP-14)', async () => {
    const owner = await openAccount(roster, { planId: 'business' });
    await inConsole(roster.url, '/console/roles', async ({ page }) => {
      await signInAt(page, owner, PASSWORD);
      await page.getByRole('link', { name: 'New role' }).click();
      await page.getByText('This role grants nothing.').waitFor();
      expect(await page.getByRole('button', { name: 'Preview and add' }).isDisabled()).toBe(true);
      await page.getByLabel('Name').fill('Analyst');
      await page.getByRole('radio', { name: 'chart line' }).click();
      await whole(page, 'Dashboards').check();
      await whole(page, 'Reports').check();
      for (const part of ['people', 'organizations', 'audiences', 'tags', 'activities']) {
        await page.getByRole('checkbox', { name: `View ${part}` }).check();
      }
      // What the others bring along stays.
      const view = page.getByRole('checkbox', { name: 'View reports' });
      await view.press('Space');
      expect(await view.isChecked()).toBe(true);
      await feature(page, 'Reports').getByText('Comes with the others').waitFor();
      await page.getByRole('checkbox', { name: 'Delete reports' }).uncheck();
      await expect(whole(page, 'Reports').evaluate((box: HTMLInputElement) => box.indeterminate)).resolves.toBe(true);
    });
  });

  it('offers the choices of records in the product’s words, and no view below what edit reaches (scenarios 13 to 15)', async () => {
    const owner = await openAccount(roster, { preset: 'ontraport' });
    await inConsole(roster.url, '/console/roles', async ({ page }) => {
      await signInAt(page, owner, PASSWORD);
      await page.getByRole('link', { name: 'New role' }).click();
      await page.getByLabel('Name').fill('Sales coach');
      await page.getByLabel('Role manager').selectOption({ label: 'Sales Manager' });
      const [view, edit, remove] = ['View contacts', 'Create and edit contacts', 'Delete contacts'].map((name) =>
        page.getByLabel(name),
      );
      const choices = ['All', 'Me and my roles', 'Me and my subordinates', 'Me', 'None'];
      expect(await remove?.getByRole('option').allTextContents()).toEqual(choices);
      await edit?.selectOption({ label: 'Me and my subordinates' });
      expect(await view?.getByRole('option').allTextContents()).toEqual(['All', 'Me and my subordinates']);
      await feature(page, 'Contacts').getByText('At least “Me and my subordinates”').waitFor();
      await edit?.selectOption({ label: 'None' });
      await view?.selectOption({ label: 'Me' });
      await page.getByRole('button', { name: 'Preview and add' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Add role' }).click();
      await page.getByRole('heading', { name: 'Sales coach', level: 1 }).waitFor();
      await page.reload();
      await view?.waitFor();
      expect(await view?.inputValue()).toBe('own');
      expect(await edit?.inputValue()).toBe('');
    });
  });
});

describe('A role that comes with the product', () => {
  it('shows what it grants, and its permissions are explained (RP-06, UI-11, UI-18)', async () => {
    const owner = await openAccount(roster, { preset: 'jaicp' });
    await inConsole(roster.url, '/console/roles', async ({ page }) => {
      await signInAt(page, owner, PASSWORD);
      await page.getByRole('link', { name: 'DIALER_VERIFIED' }).click();
      await page.getByRole('listitem').getByText('Start, suspend and finish voice broadcasts').waitFor();
      expect(await page.getByRole('checkbox').count()).toBe(0);
      await expectAccessible(page);
      await page.goto(`${roster.url}/console/permissions`);
      await page.getByLabel('Search permissions').fill('broadcast-control');
      await page.getByText('To see their list takes a permission of its own.').waitFor();
      expect(await page.getByRole('term').count()).toBe(1);
      await expectAccessible(page);
    });
  });
});
