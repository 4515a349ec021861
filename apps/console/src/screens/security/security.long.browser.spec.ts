import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { findBrowser, type Page } from '../../../../../test/harness/browser.js';
import { expectAccessible, inConsole, signInAt } from '../../../../../test/harness/console.js';
import {
  address,
  colleague,
  openAccount,
  PASSWORD,
  signIn,
  succeeded,
  unique,
} from '../../../../../test/harness/people.js';
import { sharedSystem, type Roster } from '../../../../../test/harness/system.js';
import { CLIENT } from '../../../../../test/identity/clients.js';
import { TestDns } from '../../../../../test/identity/dns.js';
import { TestProvider } from '../../../../../test/identity/provider.js';

let roster: Roster;

beforeAll(async () => {
  roster = sharedSystem();
  await findBrowser();
});

/** The dialog that asks for a fresh proof. */
async function prove(page: Page): Promise<void> {
  const proof = page.getByRole('dialog', { name: 'Confirm that it is you' });
  await proof.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await proof.getByRole('button', { name: 'Confirm' }).click();
  await proof.waitFor({ state: 'detached' });
}

describe('The security page', () => {
  it('sets what signing in takes, and makes and revokes keys, each shown once', async () => {
    const owner = await openAccount(roster, { preset: 'ontraport' });
    await inConsole(roster.url, '/console/security', async ({ page }) => {
      await signInAt(page, owner, PASSWORD);
      await page.getByRole('button', { name: 'Create a key' }).click();
      const form = page.getByRole('dialog', { name: 'Create a key' });
      await form.getByLabel('Name of the key').fill('Nightly import');
      await form.getByRole('combobox', { name: 'Roles' }).fill('Sales Rep');
      await page.getByRole('option', { name: 'Sales Representative' }).click();
      await form.getByLabel('Expires after days').fill('30');
      await form.getByRole('button', { name: 'Create key' }).click();
      await prove(page);
      const shown = page.getByRole('dialog', { name: 'Your new key' });
      const key = await shown.locator('code').innerText();
      expect((await roster.api.as(key).get('/v1/me/permissions')).status).toBe(200);
      await expectAccessible(page);
      await shown.getByRole('button', { name: 'Done' }).click();
      await page.getByRole('row', { name: /Nightly import .*Sales Representative/ }).waitFor();
      expect(await page.content()).not.toContain(key);
      await expectAccessible(page);

      await page.getByRole('button', { name: 'Revoke Nightly import' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Revoke key' }).click();
      await page.getByText('No key yet.').waitFor();
      expect((await roster.api.as(key).get('/v1/me/permissions')).status).toBe(401);

      const policy = page.getByRole('region', { name: 'Signing in' });
      await page.getByRole('button', { name: 'Edit what is asked at sign-in' }).click();
      const asked = page.getByRole('dialog', { name: 'Edit what is asked at sign-in' });
      await asked.getByLabel('IP address restrictions').check({ force: true });
      await asked.getByLabel('Minutes without a use').fill('30');
      await expectAccessible(page);
      await asked.getByRole('button', { name: 'Save' }).click();
      await policy.getByText('30 minutes').waitFor();
      await policy.getByText('on', { exact: true }).waitFor();
    });
  });

  it('is absent for those who may not see it (UI-17)', async () => {
    const owner = await openAccount(roster);
    const editor = await colleague(roster, owner);
    await inConsole(roster.url, '/console/security', async ({ page }) => {
      await signInAt(page, editor, PASSWORD);
      await page.getByText('You may not see this page.').waitFor();
      await page.getByRole('link', { name: 'Account' }).waitFor();
      for (const name of ['Security', 'Audit', 'Mails']) expect(await page.getByRole('link', { name }).count()).toBe(0);
    });
  });
});

describe('An identity provider (SC-04, SC-05)', () => {
  let dns: TestDns;
  let provider: TestProvider;

  beforeAll(async () => {
    dns = await TestDns.start(roster.outside.dns);
    provider = await TestProvider.start([CLIENT]);
  });
  afterAll(() => {
    provider.close();
    dns.close();
  });

  it('is set up by the owner with a domain of theirs, enforced, and then the only way in for others', async () => {
    const owner = await openAccount(roster, { planId: 'business' });
    const domain = `${unique('acme').toLowerCase()}.example.com`;
    const email = `mia@${domain}`;
    await inConsole(
      roster.url,
      '/console/security',
      async ({ page }) => {
        await signInAt(page, owner, PASSWORD);
        await page.getByRole('button', { name: 'Add a domain' }).click();
        await page.getByRole('dialog').getByLabel('Domain').fill(domain);
        await page.getByRole('button', { name: 'Add', exact: true }).click();
        const record = page.getByRole('region', { name: 'Domains' }).locator('code');
        await record.first().waitFor();
        const [name = '', value = ''] = await record.allInnerTexts();
        await expectAccessible(page);
        await page.getByRole('button', { name: `Verify ${domain}` }).click();
        await prove(page);
        await page.getByRole('alert').getByText('DNS record').waitFor();
        dns.records.set(name, [value]);
        await page.getByRole('button', { name: `Verify ${domain}` }).click();
        await page.getByText(`${domain} is verified.`).waitFor();

        await page.getByRole('button', { name: 'Add an identity provider' }).click();
        const form = page.getByRole('dialog', { name: 'Add an identity provider' });
        await form.getByRole('combobox', { name: 'Kind' }).click();
        for (const kind of ['Google', 'Okta', 'Microsoft']) await page.getByRole('option', { name: kind }).waitFor();
        await page.getByRole('option', { name: 'Another one' }).click();
        await form.getByLabel('Name').fill('Acme Login');
        await form.getByLabel('Issuer').fill(provider.issuer);
        await form.getByLabel('Client ID').fill(CLIENT.id);
        await form.getByLabel('Client secret', { exact: true }).fill(CLIENT.secret);
        await form.getByLabel('Let new people in').check({ force: true });
        await form.getByRole('combobox', { name: 'Their roles' }).fill('Read');
        await page.getByRole('option', { name: 'Read only' }).click();
        // Closes the list.
        await page.keyboard.press('Tab');
        await expectAccessible(page);
        await form.getByRole('button', { name: 'Save' }).click();
        await page.getByRole('dialog', { name: 'Redirect address' }).getByRole('button', { name: 'Done' }).click();

        // Before anybody depends on it: what the provider says, and what would come of it.
        provider.add({ email, email_verified: true, given_name: 'Mia', family_name: 'Member' });
        await page.getByRole('button', { name: 'Try a sign-in with Acme Login' }).click();
        await page.getByText('It works: they would become a member').waitFor();
        await page.getByText(`${email} (vouched for)`).waitFor();
        await expectAccessible(page);
        await page.getByRole('link', { name: 'Go back' }).click();

        await page.getByRole('button', { name: 'Edit Acme Login' }).click();
        await page.getByRole('dialog').getByLabel('Enforce it').check({ force: true });
        await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
        await page.getByText('enforced', { exact: true }).waitFor();
      },
      [provider.issuer],
    );

    provider.add({ email, email_verified: true, given_name: 'Mia', family_name: 'Member' });
    await inConsole(
      roster.url,
      '/console/sign-in',
      async ({ page }) => {
        await page.getByLabel('E-mail address').fill(email);
        await page.keyboard.press('Enter');
        await page.getByText('This address is signed in through its identity provider.').waitFor();
        await page.getByRole('button', { name: 'Continue with Acme Login' }).click();
        await page.getByText('You are signed in to').waitFor();
      },
      [provider.issuer],
    );
    // Enforcing has ended the session from before. An owner still comes in by a password.
    const { api } = await signIn(roster, owner.email);
    const { items } = succeeded(await api.get('/v1/members')).body;
    const enforced = items.map((row: { email: string; enforcedAuth: boolean }) => [row.email, row.enforcedAuth]);
    expect(new Map(enforced)).toEqual(
      new Map([
        [owner.email, false],
        [email, true],
      ]),
    );
    const other = await openAccount(roster, { name: address('other') });
    expect(succeeded(await other.api.get('/v1/members')).body.items[0]).not.toHaveProperty('enforcedAuth');
  });
});
