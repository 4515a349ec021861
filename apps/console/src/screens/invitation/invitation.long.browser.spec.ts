import { beforeAll, describe, it } from '@jest/globals';
import { findBrowser } from '../../../../../test/harness/browser.js';
import { expectAccessible, inConsole, signInAt } from '../../../../../test/harness/console.js';
import { linkIn } from '../../../../../test/harness/mailed-links.js';
import { address, openAccount, PASSWORD, roleId, succeeded, type Person } from '../../../../../test/harness/people.js';
import { sharedSystem, type Roster } from '../../../../../test/harness/system.js';
import { codeOfApp } from '../../../../../test/harness/totp.js';

let roster: Roster;

beforeAll(async () => {
  roster = sharedSystem();
  await findBrowser();
});

/** The path of the link in the mail that an invitation sends. */
async function invite(owner: Person, email: string): Promise<string> {
  succeeded(await owner.api.post('/v1/invitations', { emails: [email], roleIds: [await roleId(owner, 'Editor')] }));
  return linkIn(await roster.mail.next(email, ({ subject }) => subject.includes('invited'))).slice(roster.url.length);
}

describe('An invitation', () => {
  it('is seen, answered and followed by the second factor that the account asks for', async () => {
    const owner = await openAccount(roster, { name: '<b>Acme & Sons</b>' });
    succeeded(await owner.api.send('PATCH', '/v1/settings/security', { secondFactorRequired: true }));
    const email = address('guest');
    const link = await invite(owner, email);
    await inConsole(roster.url, link, async ({ page }) => {
      await page.getByRole('heading', { name: 'You are invited' }).waitFor();
      await expectAccessible(page);
      await page.getByRole('button', { name: 'See the invitation' }).click();
      await page.getByRole('heading', { name: 'Join <b>Acme & Sons</b>' }).waitFor();
      await expectAccessible(page);
      await page.getByLabel('First name').fill('Gwen');
      await page.getByLabel('Last name').fill('Guest');
      await page.getByLabel('Choose a password').fill('short');
      await page.keyboard.press('Enter');
      await page.getByText('A password must have at least 8 characters.').waitFor();
      await page.getByLabel('Choose a password').fill(PASSWORD);
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'Set up the second step' }).waitFor();
      await page.getByLabel('Code of your authenticator app').fill(codeOfApp(await page.locator('pre').innerText()));
      await page.keyboard.press('Enter');
      await page.getByLabel('I have saved them').check();
      await page.getByRole('button', { name: 'Continue' }).click();
      await page.getByText('You are signed in to <b>Acme & Sons</b>.').waitFor();
      await page.goto(roster.url + link);
      await page.getByRole('button', { name: 'See the invitation' }).click();
      await page.getByRole('heading', { name: 'This link is no longer valid' }).waitFor();
      await expectAccessible(page);
    });
  });

  it('is accepted by whom it is for: somebody else who is signed in signs out first (S40)', async () => {
    const [owner, other] = [await openAccount(roster), await openAccount(roster)];
    const link = await invite(owner, other.email);
    await inConsole(roster.url, '/console/sign-in', async ({ page }) => {
      await signInAt(page, owner, PASSWORD);
      await page.getByText('You are signed in to').waitFor();
      await page.goto(roster.url + link);
      await page.getByRole('button', { name: 'See the invitation' }).click();
      await page.getByText(`this invitation is for ${other.email}`).waitFor();
      await expectAccessible(page);
      await page.getByRole('button', { name: 'Sign out and go on' }).click();
      const password = page.getByLabel('Your password');
      await password.fill('not the password of anybody');
      await page.keyboard.press('Enter');
      await page.getByText('The password is wrong.').waitFor();
      await password.fill(PASSWORD);
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'Welcome' }).waitFor();
      await page.getByRole('link', { name: 'Go to Roster' }).click();
      await page.getByText('You are signed in to').waitFor();
    });
  });
});
