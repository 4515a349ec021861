import { beforeAll, describe, it } from '@jest/globals';
import { findBrowser, type Page } from '../harness/browser.js';
import { expectAccessible, goTo, inConsole, rowOf, signInAt, signOut } from '../harness/console.js';
import { eventually } from '../harness/eventually.js';
import { address, openAccount, PASSWORD } from '../harness/people.js';
import { sharedSystem, type Roster } from '../harness/system.js';

let roster: Roster;

beforeAll(async () => {
  roster = sharedSystem();
  await findBrowser();
});

const EMAIL = address('ina');
const CHOSEN = 'a sentence that somebody else has chosen';
const START = 'Start, suspend and finish voice broadcasts';
const NUMBERS = 'View the list of numbers';
const LIST = 'View the list of voice broadcasts';

describe('JAICP, from the screen', () => {
  it('roles add up, each to what it gives; whoever is inactive stays outside', async () => {
    const owner = await openAccount(roster, { preset: 'jaicp' });
    await inConsole(roster.url, '/console/users/new', async ({ page }) => {
      await signInAt(page, owner, PASSWORD);
      await createInactive(page);
      await filter(page, owner.email);
      await haveRoles(page);
      await lookAround(page);
      await stayOutside(page);
    });
  });
});

/** ID-21: the first password is chosen for them, typed twice, and they begin as the switch says. */
async function createInactive(page: Page): Promise<void> {
  await page.getByLabel('First name').fill('Ina');
  await page.getByLabel('Last name').fill('Active');
  await page.getByLabel('E-mail address').fill(EMAIL);
  for (const role of ['DIALER_USER', 'DIALER_VERIFIED'])
    await page.getByRole('checkbox', { name: role, exact: true }).check();
  await page.getByLabel('Password', { exact: true }).fill(CHOSEN);
  await page.getByLabel('Repeat the password').fill('another one altogether');
  await page.getByRole('switch', { name: 'Active' }).click();
  await page.getByRole('button', { name: 'Add user' }).click();
  await page.getByText('The two are not the same.').waitFor();
  await expectAccessible(page);
  await page.getByLabel('Repeat the password').fill(CHOSEN);
  await page.getByRole('button', { name: 'Add user' }).click();
  await page.getByRole('heading', { name: 'Ina Active' }).waitFor();
  await page.getByText('Inactive').waitFor();
}

/** Golden 34: the switch, the name and the address combine, and stand in the address of the page. */
async function filter(page: Page, owner: string): Promise<void> {
  await goTo(page, 'Users');
  const search = page.getByLabel('Name or e-mail address');
  await search.fill('ina act');
  await rowOf(page, owner).waitFor({ state: 'detached' });
  await rowOf(page, EMAIL).waitFor();
  await expectAccessible(page);
  await page.getByLabel('Active users only').click();
  await page.getByText('Nobody fits these filters').waitFor();
  await search.fill(owner);
  await rowOf(page, owner).waitFor();
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await rowOf(page, EMAIL).waitFor();
}

/** Golden 30 to 32: two roles together, one alone, the one that only downloads, and the one that gives nothing. */
async function haveRoles(page: Page): Promise<void> {
  await rowOf(page, EMAIL).getByRole('link').click();
  await switchTo(page, 'Activate');
  await page.getByRole('tab', { name: 'Permissions' }).click();
  await expectPermissions(page, [LIST, NUMBERS, START]);
  await changeRoles(page, { DIALER_USER: false });
  await expectPermissions(page, [START]);
  await changeRoles(page, { DIALER_VERIFIED: false, RAWLOGS_ANALYTIC: true });
  await expectPermissions(page, ["Download the account's dialog logs as .csv"]);
  await changeRoles(page, { RAWLOGS_ANALYTIC: false, INITIAL: true });
  await page.getByText('They may do nothing').waitFor();
  await expectAccessible(page);
  await switchTo(page, 'Deactivate');
}

async function choose(page: Page, item: string): Promise<void> {
  await page.getByRole('button', { name: 'More about Ina Active' }).click();
  await page.getByRole('menuitem', { name: item }).click();
}

async function switchTo(page: Page, item: 'Activate' | 'Deactivate'): Promise<void> {
  await choose(page, item);
  await page.getByRole('dialog').getByRole('button', { name: item }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
}

async function changeRoles(page: Page, roles: Record<string, boolean>): Promise<void> {
  await choose(page, 'Edit role');
  for (const [name, has] of Object.entries(roles))
    await page.getByRole('checkbox', { name, exact: true }).setChecked(has);
  await page.getByRole('button', { name: 'Save role' }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
}

/** All that they may do, whatever the order. */
async function expectPermissions(page: Page, permissions: readonly string[]): Promise<void> {
  const shown = async () => (await page.locator('table th').allTextContents()).toSorted();
  const wanted = permissions.toSorted().join();
  await eventually(wanted, async () => (await shown()).join() === wanted || undefined);
}

async function lookAround(page: Page): Promise<void> {
  for (const name of ['Roles', 'Audit', 'Mails', 'Account']) {
    await goTo(page, name);
    await expectAccessible(page);
  }
}

/** Golden 33. */
async function stayOutside(page: Page): Promise<void> {
  await signOut(page);
  await signInAt(page, { email: EMAIL }, CHOSEN);
  await page.getByRole('alert').getByText('This membership is no longer active.').waitFor();
}
