import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { findBrowser, type Page } from '../../../../../test/harness/browser.js';
import { expectAccessible, inConsole, signInAt } from '../../../../../test/harness/console.js';
import { linkIn } from '../../../../../test/harness/mailed-links.js';
import {
  address,
  colleague,
  enrolled,
  openAccount,
  PASSWORD,
  roleId,
  succeeded,
  type Person,
} from '../../../../../test/harness/people.js';
import { codeOfApp } from '../../../../../test/harness/totp.js';
import { sharedSystem, type Roster } from '../../../../../test/harness/system.js';
import { CLIENT } from '../../../../../test/identity/clients.js';
import { TestProvider } from '../../../../../test/identity/provider.js';

let roster: Roster;

beforeAll(async () => {
  roster = sharedSystem();
  await findBrowser();
});

const section = (page: Page, name: string) => page.getByRole('region', { name, exact: true });

/** From the menu behind one’s own name. */
async function openProfile(page: Page, name = 'Olivia Owner'): Promise<void> {
  await page.getByRole('button', { name, exact: true }).click();
  await page.getByRole('menuitem', { name: 'Profile', exact: true }).click();
  await page.getByRole('heading', { name: 'Profile', exact: true }).waitFor();
}

async function signOut(page: Page, name = 'Olivia Owner'): Promise<void> {
  await page.getByRole('button', { name, exact: true }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.getByLabel('E-mail address').waitFor();
}

const atProfile = (person: Pick<Person, 'email'>, work: (page: Page) => Promise<void>): Promise<void> =>
  inConsole(roster.url, '/console/profile', async ({ page }) => {
    await signInAt(page, person, PASSWORD);
    await work(page);
  });

describe('The profile (ID-35, ID-39, UI-16)', () => {
  it('is changed by the person; the account’s time zone is there for the owner alone (ID-35, ID-39, ID-47)', async () => {
    const owner = await openAccount(roster, { preset: 'ontraport' });
    const rep = await colleague(roster, owner, 'Sales Representative');
    const moved = address('moved');
    await inConsole(roster.url, '/console', async ({ page }) => {
      await signInAt(page, owner, PASSWORD);
      await openProfile(page);
      await section(page, 'Time zone of the account').getByText('UTC').waitFor();
      await section(page, 'Authorized IP addresses').getByText('None yet.').waitFor();
      await page.getByRole('button', { name: 'End all other sessions' }).waitFor();
      await expectAccessible(page);

      await page.getByRole('button', { name: 'Edit details' }).click();
      const details = page.getByRole('dialog', { name: 'Edit details' });
      await details.getByLabel('Last name').fill('Lovelace');
      await details.getByLabel('Answers to them go to').fill('answers@example.com');
      await expectAccessible(page);
      await details.getByRole('button', { name: 'Save' }).click();
      await section(page, 'Profile details').getByText('answers@example.com').waitFor();
      await page.getByRole('button', { name: 'Olivia Lovelace' }).waitFor();

      await page.getByRole('button', { name: 'Change time zone' }).click();
      const zone = page.getByRole('dialog', { name: 'Time zone of the account' });
      await zone.getByRole('combobox', { name: 'Time zone' }).fill('vienna');
      await page.getByRole('option', { name: 'Europe/Vienna' }).click();
      await zone.getByRole('button', { name: 'Save' }).click();
      await section(page, 'Time zone of the account').getByText('Europe/Vienna').waitFor();

      await page.getByRole('button', { name: 'Change e-mail address' }).click();
      await page.getByLabel('New e-mail address').fill(moved);
      await page.getByRole('button', { name: 'Send the link' }).click();
      const proof = page.getByRole('dialog', { name: 'Confirm that it is you' });
      await proof.getByLabel('Password', { exact: true }).fill(PASSWORD);
      await proof.getByRole('button', { name: 'Confirm' }).click();
      await page.getByText(`We have sent a mail to ${moved}.`).waitFor();
    });
    expect(linkIn(await roster.mail.next(moved))).toContain('/confirm-email');

    await atProfile(rep, async (page) => {
      await section(page, 'Profile details').getByText(rep.email).waitFor();
      await section(page, 'Authorized IP addresses').waitFor();
      await section(page, 'Authentication').getByText('Authenticator app').waitFor();
      expect(await page.getByText('Time zone').count()).toBe(0);
    });
  });

  it('lets its owner revoke the address that they are at, which a mail then has to authorize again (SC-12, SC-14, SC-16)', async () => {
    const owner = await openAccount(roster, { preset: 'ontraport' });
    succeeded(await owner.api.send('PATCH', '/v1/settings/security', { ipRestrictions: true }));
    const blocked = { name: 'This network address is not known yet' };
    await atProfile(owner, async (page) => {
      const addresses = section(page, 'Authorized IP addresses');
      const revokeHere = async () => {
        await addresses.getByRole('row', { name: 'you are here' }).getByRole('checkbox').check();
        await page.getByRole('button', { name: 'Revoke IP authorization' }).click();
        const asked = page.getByRole('dialog', { name: 'Revoke IP authorization' });
        await asked.getByText('you are signed out').waitFor();
        await asked.getByRole('button', { name: 'Revoke IP authorization' }).click();
        await page.getByLabel('E-mail address').waitFor();
        await signInAt(page, owner, PASSWORD);
        await page.getByRole('heading', blocked).waitFor();
      };
      await revokeHere();
      await page.getByRole('button', { name: 'Authorize me' }).click();
      const mail = await roster.mail.next(owner.email, ({ subject }) => subject.includes('Authorize'));
      await page.goto(linkIn(mail));
      await page.getByRole('button', { name: /authorize/i }).click();
      await page.getByText('The address is authorized').waitFor();
      await page.goto(`${roster.url}/console/profile`);
      await signInAt(page, owner, PASSWORD);
      await revokeHere();
    });
  });

  it('gives backup codes, each of which lets in once where the app is not at hand (SC-01, SC-07)', async () => {
    const owner = await openAccount(roster, { preset: 'botplatform' });
    await atProfile(owner, async (page) => {
      await page.getByRole('button', { name: 'Set up an app' }).click();
      const proof = page.getByRole('dialog', { name: 'Confirm that it is you' });
      await proof.getByLabel('Password', { exact: true }).fill(PASSWORD);
      await page.keyboard.press('Enter');
      const app = page.getByRole('dialog', { name: 'Authenticator app' });
      await app.getByRole('img', { name: 'Picture for the authenticator app' }).waitFor();
      await expectAccessible(page);
      await app.getByLabel('Code that the app shows').fill(codeOfApp(await app.locator('code').innerText()));
      await page.keyboard.press('Enter');
      const codes = page.getByRole('dialog', { name: 'Save your backup codes' });
      const listed = codes.getByRole('listitem');
      await listed.first().waitFor();
      const [first = ''] = await listed.allInnerTexts();
      await expectAccessible(page);
      await codes.getByLabel('I have saved them').check();
      await codes.getByRole('button', { name: 'Done' }).click();
      await page.getByText('10 of ten are left.').waitFor();

      const byBackupCode = async () => {
        await signOut(page);
        await signInAt(page, owner, PASSWORD);
        await page.getByText('Use a backup code instead').click();
        await page.getByLabel('Backup code').fill(first);
        await page.keyboard.press('Enter');
      };
      await byBackupCode();
      await openProfile(page);
      await page.getByText('9 of ten are left.').waitFor();
      await byBackupCode();
      await page.getByRole('alert').getByText('code is wrong').waitFor();
    });
  });

  it('is absent for roles that may not see it (ID-43)', async () => {
    const owner = await openAccount(roster, { preset: 'jaicp' });
    const accessor = await enrolled(roster, owner, [await roleId(owner, 'ACCESSOR')]);
    const { member } = succeeded(await accessor.api.get('/v1/me')).body;
    expect(member).not.toHaveProperty('sender');
    await atProfile(accessor, async (page) => {
      await page.getByText('You may not see this page.').waitFor();
      await page.getByText('self:view').waitFor();
      await page.getByRole('button', { name: 'Carl Colleague' }).click();
      await page.getByRole('menuitem', { name: 'Sign out' }).waitFor();
      expect(await page.getByRole('menuitem', { name: 'Profile' }).count()).toBe(0);
    });
  });
});

describe('Accounts at third parties (ID-40, ID-41, SC-21)', () => {
  let provider: TestProvider;

  beforeAll(async () => {
    provider = await TestProvider.start([CLIENT], roster.outside.provider);
  });
  afterAll(() => provider.close());

  it('are connected, allowed less, and given up from the profile', async () => {
    const owner = await openAccount(roster, { preset: 'botplatform' });
    provider.add({});
    const work = async (page: Page) => {
      const accounts = section(page, 'Accounts');
      const goThere = async () => {
        await page.getByRole('button', { name: 'Go to Pages' }).click();
        await page.getByText('The account is connected').waitFor();
        await page.getByRole('link', { name: 'Go on' }).click();
      };
      await accounts.getByRole('button', { name: 'Connect Pages' }).click();
      await page.getByRole('dialog', { name: 'Connect Pages' }).getByLabel('pages:write').waitFor();
      await expectAccessible(page);
      await goThere();
      await accounts.getByText('It may: pages:read, pages:write').waitFor();

      await accounts.getByRole('button', { name: 'Change what Pages lets us do' }).click();
      await page.getByLabel('pages:write').uncheck();
      await goThere();
      await accounts.getByText('It may: pages:read', { exact: false }).waitFor();
      expect(await accounts.getByText('pages:write').count()).toBe(0);

      await accounts.getByRole('button', { name: 'Disconnect Pages' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Disconnect' }).click();
      await accounts.getByText('Not connected').waitFor();
    };
    await inConsole(
      roster.url,
      '/console/profile',
      async ({ page }) => {
        await signInAt(page, owner, PASSWORD);
        await work(page);
      },
      [provider.issuer],
    );
    expect(provider.requests).toContain('POST /token/revocation');
  });
});
