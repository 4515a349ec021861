import { beforeAll, describe, expect, it } from '@jest/globals';
import { findBrowser } from '../../../../../test/harness/browser.js';
import { expectAccessible, inConsole, signInAt } from '../../../../../test/harness/console.js';
import { colleague, openAccount, PASSWORD, roleId, succeeded } from '../../../../../test/harness/people.js';
import { sharedSystem, type Roster } from '../../../../../test/harness/system.js';

let roster: Roster;

beforeAll(async () => {
  roster = sharedSystem();
  await findBrowser();
});

describe('The account’s page', () => {
  it('is edited, validated and handed over by its owner, who then can do none of it (RP-31, RP-36, SC-22)', async () => {
    const owner = await openAccount(roster);
    const editor = await colleague(roster, owner);
    const phone = '+436641234567';
    await inConsole(roster.url, '/console/account', async ({ page }) => {
      await signInAt(page, owner, PASSWORD);
      await page.getByRole('button', { name: 'Edit settings' }).click();
      const settings = page.getByRole('dialog', { name: 'Edit settings' });
      await settings.getByLabel('Name').fill('Lovelace & Partners');
      await settings.getByRole('combobox', { name: 'Time zone' }).fill('vienna');
      await page.getByRole('option', { name: 'Europe/Vienna' }).click();
      await settings.getByRole('button', { name: 'Save' }).click();
      await page.getByRole('region', { name: 'Settings' }).getByText('Europe/Vienna').waitFor();
      await page.getByLabel('Account Lovelace & Partners').waitFor();
      await expectAccessible(page);

      await page.getByRole('button', { name: 'Validate by telephone' }).click();
      await page.getByLabel('Telephone number').fill(phone);
      await page.keyboard.press('Enter');
      await page.getByText(`We have sent a code to ${phone}.`).waitFor();
      const message = await roster.mail.next(`${phone}@sms.localhost`);
      await page.getByLabel('Code of the message').fill(/\b\d{6}\b/.exec(message.text)?.[0] ?? '');
      await page.keyboard.press('Enter');
      await page.getByText('Validated just now').waitFor();

      await page.getByRole('button', { name: 'Transfer ownership' }).click();
      const transfer = page.getByRole('dialog', { name: 'Transfer ownership' });
      await transfer.getByRole('combobox', { name: 'New owner' }).fill('carl');
      await page.getByRole('option', { name: 'Carl Colleague' }).click();
      const act = transfer.getByRole('button', { name: 'Transfer ownership' });
      expect(await act.isDisabled()).toBe(true);
      await transfer.getByLabel(`Type ${editor.email} to confirm`).fill(editor.email);
      await expectAccessible(page);
      await act.click();
      const proof = page.getByRole('dialog', { name: 'Confirm that it is you' });
      await proof.getByLabel('Password', { exact: true }).fill(PASSWORD);
      await page.keyboard.press('Enter');
      await page.getByText('Carl Colleague owns the account now.').waitFor();
      await page.getByRole('region', { name: 'Ownership' }).waitFor({ state: 'detached' });
    });
  });

  it('leads into the person’s other accounts', async () => {
    const owner = await openAccount(roster, { name: 'First of two' });
    const host = await openAccount(roster, { name: 'Second of two' });
    const roleIds = [await roleId(host, 'Editor')];
    succeeded(await host.api.post('/v1/invitations', { emails: [owner.email], roleIds }));
    const token = await roster.mail.token(owner.email, ({ subject }) => subject.includes('invite'));
    succeeded(await owner.api.post('/v1/invitations/accept', { token }));
    await inConsole(roster.url, '/console/account', async ({ page }) => {
      await signInAt(page, owner, PASSWORD);
      const mine = page.getByRole('region', { name: 'My accounts' });
      const other = mine.getByRole('button', { name: /^Open / });
      const name = (await other.getAttribute('aria-label'))?.replace('Open ', '') ?? '';
      await other.click();
      await page.getByText(`You are signed in to ${name}.`).waitFor();
    });
  });
});
