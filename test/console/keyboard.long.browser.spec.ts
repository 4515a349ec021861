import { beforeAll, describe, it } from '@jest/globals';
import type { Locator } from 'playwright-core';
import { findBrowser, type Page } from '../harness/browser.js';
import { inConsole, rowOf, signInAt } from '../harness/console.js';
import { eventually } from '../harness/eventually.js';
import { address, colleague, openAccount, PASSWORD, succeeded } from '../harness/people.js';
import { sharedSystem, type Roster } from '../harness/system.js';

let roster: Roster;

beforeAll(async () => {
  roster = sharedSystem();
  await findBrowser();
});

/** More elements than any of these pages has. */
const MOST = 400;

/** Looked at by a selector: code of this project knows no document. */
const hasFocus = async (target: Locator): Promise<boolean> =>
  (await target.and(target.page().locator(':focus')).count()) > 0;

/** Goes from one element to the next until this one has the focus. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.waitFor();
  for (let steps = 0; steps < MOST; steps++) {
    if (await hasFocus(target)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error('The tabulator key does not lead there');
}

/** Goes through a menu or a group until this one of it has the focus. */
async function arrowTo(page: Page, target: Locator): Promise<void> {
  await target.waitFor();
  for (let steps = 0; steps < MOST; steps++) {
    if (await hasFocus(target)) return;
    await page.keyboard.press('ArrowDown');
  }
  throw new Error('The arrow keys do not lead there');
}

describe('By keyboard alone', () => {
  it('somebody is invited, and somebody loses their access', async () => {
    const owner = await openAccount(roster);
    const [ada, guest] = [await colleague(roster, owner, 'Editor'), address('guest')];
    await inConsole(roster.url, '/console/users', async ({ page }) => {
      await signInAt(page, owner, PASSWORD);
      await tabTo(page, page.getByRole('link', { name: 'New user' }));
      await page.keyboard.press('Enter');
      await tabTo(page, page.getByLabel('E-mail addresses'));
      await page.keyboard.type(`${guest},`);
      await page.getByText('This takes 1 seat').waitFor();
      await tabTo(page, page.getByRole('radio', { name: 'Admin' }));
      await arrowTo(page, page.getByRole('radio', { name: 'Read only' }));
      await tabTo(page, page.getByRole('button', { name: 'Send invite' }));
      await page.keyboard.press('Enter');
      await rowOf(page, guest).getByText('Invited').waitFor();

      await tabTo(page, page.getByRole('button', { name: 'Clear filters' }));
      await page.keyboard.press('Enter');
      await tabTo(page, rowOf(page, ada.email).getByRole('button', { name: /^More about/ }));
      await page.keyboard.press('Enter');
      await arrowTo(page, page.getByRole('menuitem', { name: 'Revoke access' }));
      await page.keyboard.press('Enter');
      await tabTo(page, page.getByRole('dialog').getByRole('button', { name: 'Revoke access' }));
      await page.keyboard.press('Enter');
      await rowOf(page, ada.email).getByText('Revoked').waitFor();
    });
  });

  it('roles are put in another order', async () => {
    const owner = await openAccount(roster, { planId: 'business' });
    for (const name of ['First', 'Second']) {
      succeeded(await owner.api.post('/v1/roles', { name, grants: { 'people:view': true } }));
    }
    await inConsole(roster.url, '/console/roles', async ({ page }) => {
      await signInAt(page, owner, PASSWORD);
      await tabTo(page, page.getByRole('button', { name: 'Actions for Second' }));
      await page.keyboard.press('Enter');
      await arrowTo(page, page.getByRole('menuitem', { name: 'Move up' }));
      await page.keyboard.press('Enter');
      await eventually('the other order', async () => {
        const names = await page.getByRole('row').allInnerTexts();
        const at = (name: string) => names.findIndex((text) => text.includes(name));
        return (at('Second') !== -1 && at('Second') < at('First')) || undefined;
      });
    });
  });

  it('a role is made, with the scope of its permissions, and moved in the chart', async () => {
    const owner = await openAccount(roster, { preset: 'ontraport' });
    await inConsole(roster.url, '/console/roles', async ({ page }) => {
      const press = async (target: Locator, ...keys: string[]): Promise<void> => {
        await tabTo(page, target);
        for (const key of keys) await page.keyboard.press(key);
      };
      await signInAt(page, owner, PASSWORD);
      await press(page.getByRole('link', { name: 'New role' }), 'Enter');
      await tabTo(page, page.getByLabel('Name'));
      await page.keyboard.type('Coach');
      await press(page.getByRole('checkbox', { name: 'Cancel tasks' }), 'Space');
      await press(page.getByLabel('Delete contacts'), 'm');
      await press(page.getByRole('button', { name: 'Preview and add' }), 'Enter');
      await press(page.getByRole('dialog').getByRole('button', { name: 'Add role' }), 'Enter');
      await page.getByRole('heading', { name: 'Coach', level: 1 }).waitFor();
      await press(page.getByRole('link', { name: 'Roles', exact: true }), 'Enter');
      await press(page.getByRole('link', { name: 'Role chart' }), 'Enter');
      await press(page.getByRole('button', { name: 'Actions for Coach' }), 'Enter');
      await arrowTo(page, page.getByRole('menuitem', { name: 'Move under…' }));
      await page.keyboard.press('Enter');
      await press(page.getByLabel('Role manager'), 'S');
      await press(page.getByRole('dialog').getByRole('button', { name: 'Move role' }), 'Enter');
      await page.getByText('Coach is now under Sales Manager. In force everywhere.').waitFor();
    });
  });
});
