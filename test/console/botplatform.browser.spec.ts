import { beforeAll, describe, expect, it } from '@jest/globals';
import { findBrowser, type Page } from '../harness/browser.js';
import { expectAccessible, goTo, inConsole, openProfile, prove, rowOf, signInAt, signOut } from '../harness/console.js';
import { accept, address, openAccount, PASSWORD, succeeded, type Person } from '../harness/people.js';
import { sharedSystem, type Roster } from '../harness/system.js';
import { codeOfApp } from '../harness/totp.js';

let roster: Roster;

beforeAll(async () => {
  roster = sharedSystem();
  await findBrowser();
});

const dialogOf = (page: Page) => page.getByRole('dialog');

describe('The bot platform, from the screen', () => {
  it('permissions are ticked, copied, seen and changed by right; a backup code lets in once', async () => {
    const owner = await openAccount(roster, { preset: 'botplatform' });
    await inConsole(roster.url, '/console/users/new', async ({ page }) => {
      await signInAt(page, owner, PASSWORD);
      const carl = await tickPermissions(page);
      await copyPermissions(page, owner);
      await explain(page);
      const code = await getBackupCodes(page);
      await signOut(page);
      await lookOnly(page, carl, owner);
      await comeInOnce(page, owner, code);
    });
  });
});

/** ID-19: what is ticked holds from the first sign-in on. */
async function tickPermissions(page: Page): Promise<Person> {
  const email = address('carl');
  await page.getByLabel('First name').fill('Carl');
  await page.getByLabel('Last name').fill('Colleague');
  await page.getByLabel('E-mail address').fill(email);
  await page.getByRole('checkbox', { name: 'View members', exact: true }).check();
  await page.getByRole('checkbox', { name: 'View what others may do' }).check();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Create new user account' }).click();
  await page.getByRole('heading', { name: 'Carl Colleague' }).waitFor();
  return accept(roster, email);
}

/** Golden 26 and 27, for the organization: the pencil, and what somebody else can be given. */
async function copyPermissions(page: Page, owner: Person): Promise<void> {
  const email = address('tim');
  succeeded(await owner.api.post('/v1/members', { email, firstName: 'Tim', lastName: 'T' }));
  await accept(roster, email);
  await goTo(page, 'Users');
  await expectAccessible(page);
  await rowOf(page, email)
    .getByRole('link', { name: /^Edit permissions/ })
    .click();
  await page.getByRole('button', { name: 'Copy from another user' }).click();
  await dialogOf(page).getByLabel('Copy from').first().fill('carl');
  await page.getByRole('option', { name: /^Carl Colleague/ }).click();
  await dialogOf(page).getByText('Gains').waitFor();
  await expectAccessible(page);
  await dialogOf(page).getByRole('button', { name: 'Save' }).click();
  await rowOf(page, 'View members').getByText('Visible').waitFor();
  await rowOf(page, 'View what others may do').getByText('Visible').waitFor();
  expect(await page.getByRole('row').count()).toBe(3);
}

/** UI-18: a page says what each permission of the product means. */
async function explain(page: Page): Promise<void> {
  await page.goto(`${roster.url}/console/permissions`);
  await page.getByLabel('Search permissions').fill('settings of the project');
  await page.getByText('Edit the settings of the project').waitFor();
  await expectAccessible(page);
}

async function getBackupCodes(page: Page): Promise<string> {
  await openProfile(page);
  await page.getByRole('button', { name: 'Set up an app' }).click();
  await prove(page);
  const app = page.getByRole('dialog', { name: 'Authenticator app' });
  await app.getByLabel('Code that the app shows').fill(codeOfApp(await app.locator('code').innerText()));
  await page.keyboard.press('Enter');
  const codes = page.getByRole('dialog', { name: 'Save your backup codes' });
  await codes.getByRole('listitem').first().waitFor();
  const [first = ''] = await codes.getByRole('listitem').allInnerTexts();
  await expectAccessible(page);
  await codes.getByLabel('I have saved them').check();
  await codes.getByRole('button', { name: 'Done' }).click();
  await page.getByText('10 of ten are left.').waitFor();
  return first;
}

/** Golden 26: who may only look has the icon in place of the pencil, and no way to add anybody. */
async function lookOnly(page: Page, carl: Person, owner: Person): Promise<void> {
  await signInAt(page, carl, PASSWORD);
  await goTo(page, 'Users');
  await rowOf(page, owner.email).getByRole('link', { name: 'View permissions of Olivia Owner' }).waitFor();
  expect(await page.getByRole('link', { name: /^Edit permissions/ }).count()).toBe(0);
  expect(await page.getByRole('link', { name: 'New user' }).count()).toBe(0);
  await signOut(page, 'Carl Colleague');
}

/** Golden 28. */
async function comeInOnce(page: Page, owner: Person, code: string): Promise<void> {
  for (const isFirst of [true, false]) {
    await signInAt(page, owner, PASSWORD);
    await page.getByText('Use a backup code instead').click();
    await page.getByLabel('Backup code').fill(code);
    await page.keyboard.press('Enter');
    if (isFirst) await signOut(page);
    else await page.getByRole('alert').getByText('This code is wrong').waitFor();
  }
}
