import { beforeAll, describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { findBrowser, type Page } from '../../../../../test/harness/browser.js';
import { expectAccessible, inConsole, signInAt } from '../../../../../test/harness/console.js';
import { linkIn } from '../../../../../test/harness/mailed-links.js';
import { addPasskey, passkeyDevice, type PasskeyDevice } from '../../../../../test/harness/passkey-device.js';
import { colleague, openAccount, PASSWORD, succeeded } from '../../../../../test/harness/people.js';
import { sharedSystem, type Roster } from '../../../../../test/harness/system.js';
import { codeOfApp } from '../../../../../test/harness/totp.js';

let roster: Roster;

beforeAll(async () => {
  roster = sharedSystem();
  await findBrowser();
});

const isIn = (page: Page) => page.getByText('You are signed in to').waitFor();

async function signOut(page: Page) {
  await page.getByRole('button', { name: 'Olivia Owner' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.getByLabel('E-mail address').waitFor();
}

/** The finger is on the device from the moment of this request on: what waits already does not notice it. */
const touchFor = (request: string, page: Page, device: PasskeyDevice) =>
  page.route(
    `**/v1/sessions/${request}`,
    async (route) => {
      await device.touch(true);
      await route.continue();
    },
    { times: 1 },
  );

describe('The gate of a sign-in', () => {
  it('sets up an authenticator app, shows the backup codes once, and takes each code once', async () => {
    const owner = await openAccount(roster);
    succeeded(await owner.api.send('PATCH', '/v1/settings/security', { secondFactorRequired: true }));
    await inConsole(roster.url, '/console/sign-in', async ({ page }) => {
      await signInAt(page, owner, PASSWORD);
      await page.getByRole('heading', { name: 'Set up the second step' }).waitFor();
      await page.getByAltText('Picture for the authenticator app').waitFor();
      await expectAccessible(page);
      const secret = await page.locator('pre').innerText();
      const code = page.getByLabel('Code of your authenticator app');
      await code.fill('000000');
      await page.keyboard.press('Enter');
      await page.getByRole('alert').getByText('This code is wrong').waitFor();
      await code.fill(codeOfApp(secret));
      await page.keyboard.press('Enter');

      await page.getByRole('heading', { name: 'Save your backup codes' }).waitFor();
      await expectAccessible(page);
      const codes = await page.getByRole('listitem').allInnerTexts();
      expect(new Set(codes).size).toBe(10);
      const saving = page.waitForEvent('download');
      await page.getByRole('button', { name: 'Download' }).click();
      const saved = await readFile(await (await saving).path(), 'utf8');
      for (const each of codes) expect(saved).toContain(each);
      await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
      await page.getByRole('button', { name: 'Copy' }).click();
      await page.getByRole('button', { name: 'Copied' }).waitFor();
      expect(await page.evaluate('navigator.clipboard.readText()')).toBe(saved);
      await page.emulateMedia({ media: 'print' });
      expect(await page.getByRole('button', { name: 'Print' }).isVisible()).toBe(false);
      expect(await page.getByText(codes[0] ?? '').isVisible()).toBe(true);
      await page.emulateMedia({ media: 'screen' });
      const goOn = page.getByRole('button', { name: 'Continue' });
      expect(await goOn.isDisabled()).toBe(true);
      await page.getByLabel('I have saved them').check();
      await goOn.click();
      await isIn(page);

      await signOut(page);
      await signInAt(page, owner, PASSWORD);
      await page.getByRole('heading', { name: 'Second step' }).waitFor();
      await expectAccessible(page);
      await page.getByLabel('Code of your authenticator app').fill(codeOfApp(secret, 1));
      await page.keyboard.press('Enter');
      await isIn(page);

      for (const isFirst of [true, false]) {
        await signOut(page);
        await signInAt(page, owner, PASSWORD);
        await page.getByRole('button', { name: 'Use a backup code instead' }).click();
        await page.getByLabel('Backup code').fill(codes[3] ?? '');
        await page.keyboard.press('Enter');
        if (isFirst) await isIn(page);
        else await page.getByRole('alert').getByText('This code is wrong').waitFor();
      }
    });
  });

  it('stops at an unknown network address until its mailed link is confirmed (SC-11, SC-13)', async () => {
    const owner = await openAccount(roster, { preset: 'ontraport' });
    const carl = await colleague(roster, owner, 'Sales Representative');
    succeeded(await owner.api.send('PATCH', '/v1/settings/security', { ipRestrictions: true }));
    await inConsole(roster.url, '/console/sign-in', async ({ page }) => {
      await signInAt(page, carl, PASSWORD);
      await page.getByRole('heading', { name: 'This network address is not known yet' }).waitFor();
      await page.getByText('Never approve a request that you do not recognise.').waitFor();
      await expectAccessible(page);
      await page.getByRole('button', { name: 'Authorize me' }).click();
      await page.getByRole('status').getByText('Look into your mailbox').waitFor();
      await page.goto(linkIn(await roster.mail.next(carl.email, ({ subject }) => subject.includes('Authorize'))));
      await page.getByText('do not authorize it').waitFor();
      await expectAccessible(page);
      await page.getByRole('button', { name: 'authorize the address' }).click();
      await page.getByRole('heading', { name: 'The address is authorized' }).waitFor();
      await page.getByRole('link', { name: 'Sign in' }).click();
      await signInAt(page, carl, PASSWORD);
      await isIn(page);
    });
  });

  it('takes a passkey by the browser’s suggestion, by the button, and as the second step', async () => {
    const owner = await openAccount(roster);
    await inConsole(roster.url, '/console/sign-in', async ({ page }) => {
      const device = await passkeyDevice(page);
      await signInAt(page, owner, PASSWORD);
      await isIn(page);
      expect((await addPasskey(page, PASSWORD)).status).toBe(201);

      // A finger on the reader stands for the suggestion that a person picks in the field.
      await page.getByRole('button', { name: 'Olivia Owner' }).click();
      const again = page.waitForResponse((response) => response.url().endsWith('/v1/sessions/passkey'));
      await page.getByRole('menuitem', { name: 'Sign out' }).click();
      expect((await again).status()).toBe(201);
      await isIn(page);

      await device.touch(false);
      const suggested = page.waitForResponse((response) => response.url().endsWith('/v1/sessions/passkey-options'));
      await signOut(page);
      await suggested;
      await touchFor('passkey-options', page, device);
      await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
      await isIn(page);

      await device.touch(false);
      await signOut(page);
      await signInAt(page, owner, PASSWORD);
      await page.getByRole('heading', { name: 'Second step' }).waitFor();
      await expectAccessible(page);
      await touchFor('second-factor/passkey-options', page, device);
      await page.getByRole('button', { name: 'Use a passkey instead' }).click();
      await isIn(page);
    });
  });

  it('lets in with a new password, by the mailed link, who has forgotten theirs', async () => {
    const owner = await openAccount(roster);
    const chosen = 'quite another long sentence';
    await inConsole(roster.url, '/console/sign-in', async ({ page }) => {
      await page.getByLabel('E-mail address').fill(owner.email);
      await page.keyboard.press('Enter');
      await page.getByRole('link', { name: 'I have forgotten my password' }).click();
      await page.getByRole('heading', { name: 'Choose a new password' }).waitFor();
      await expectAccessible(page);
      await page.getByLabel('Your e-mail address').fill(owner.email);
      await page.getByRole('button', { name: 'Send me the link' }).click();
      await page.getByRole('status').getByText('If somebody signs in with this address').waitFor();
      const link = linkIn(await roster.mail.next(owner.email, ({ subject }) => subject.includes('new password')));
      await page.goto(link);
      const field = page.getByLabel('New password', { exact: true });
      await field.fill('too short');
      await page.getByRole('button', { name: 'Set this password' }).click();
      await page.getByText('A password must have at least 15 characters.').waitFor();
      await expectAccessible(page);
      await field.fill(chosen);
      await page.getByRole('button', { name: 'Set this password' }).click();
      await page.getByRole('heading', { name: 'Your password is changed' }).waitFor();
      await page.goto(link);
      await page.getByLabel('New password', { exact: true }).fill(chosen);
      await page.getByRole('button', { name: 'Set this password' }).click();
      await page.getByRole('heading', { name: 'This link is no longer valid' }).waitFor();
      await expectAccessible(page);
      await page.goto(`${roster.url}/console/sign-in`);
      await signInAt(page, owner, chosen);
      await isIn(page);
    });
  });
});
