import { beforeAll, describe, expect, it } from '@jest/globals';
import { findBrowser, type Page } from '../../../../test/harness/browser.js';
import { inConsole, signInAt } from '../../../../test/harness/console.js';
import { eventually } from '../../../../test/harness/eventually.js';
import { openAccount, PASSWORD } from '../../../../test/harness/people.js';
import { sharedSystem, type Roster } from '../../../../test/harness/system.js';

let roster: Roster;

beforeAll(async () => {
  roster = sharedSystem();
  await findBrowser();
});

/** Waits until the button of this name has the focus. */
const focused = (page: Page, name: string) =>
  eventually(`the focus on ${name}`, async () => {
    const button = page.getByRole('button', { name, exact: true });
    return (await button.evaluate((element) => element === document.activeElement)) || undefined;
  });

describe('Dialogs above each other', () => {
  it('answer Escape one at a time, lose nothing that was typed, and hand the focus back', async () => {
    const owner = await openAccount(roster);
    await inConsole(roster.url, '/console/security', async ({ page }) => {
      await signInAt(page, owner, PASSWORD);
      await page.getByRole('button', { name: 'Create a key' }).focus();
      await page.keyboard.press('Enter');
      const form = page.getByRole('dialog', { name: 'Create a key' });
      await form.getByLabel('Name of the key').fill('Import');
      await form.getByRole('button', { name: 'Create key' }).focus();
      await page.keyboard.press('Enter');
      const proof = page.getByRole('dialog', { name: 'Confirm that it is you' });
      await proof.getByLabel('Password', { exact: true }).waitFor();

      await page.keyboard.press('Escape');
      await proof.waitFor({ state: 'detached' });
      expect(await form.getByLabel('Name of the key').inputValue()).toBe('Import');
      await focused(page, 'Create key');
      // Nor does a click beside it close a dialog.
      await page.mouse.click(5, 5);
      expect(await form.getByLabel('Name of the key').inputValue()).toBe('Import');

      await page.keyboard.press('Escape');
      await form.waitFor({ state: 'detached' });
      await focused(page, 'Create a key');
    });
  });
});
