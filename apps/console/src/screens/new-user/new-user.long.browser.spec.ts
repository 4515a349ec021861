import { beforeAll, describe, expect, it } from '@jest/globals';
import { findBrowser } from '../../../../../test/harness/browser.js';
import { expectAccessible, inConsole, rowOf, signInAt } from '../../../../../test/harness/console.js';
import { accept, address, openAccount, PASSWORD } from '../../../../../test/harness/people.js';
import { sharedSystem, type Roster } from '../../../../../test/harness/system.js';

let roster: Roster;

beforeAll(async () => {
  roster = sharedSystem();
  await findBrowser();
});

const CHOSEN = 'a sentence that somebody else has chosen';

describe('New user', () => {
  it('invites pasted colleagues, all or none, each with its reason, with the seats in view', async () => {
    const owner = await openAccount(roster);
    const [ada, ben, cleo] = [address('ada'), address('ben'), address('cleo')];
    await inConsole(roster.url, '/console/users/new', async ({ page }) => {
      await signInAt(page, owner, PASSWORD);
      const field = page.getByLabel('E-mail addresses');
      await field.fill(`Ada <${ada}>; ${ben}, nobody ${ben}\n${owner.email} `);
      const read = page.getByRole('list', { name: 'Who is invited' });
      await read.getByRole('listitem').filter({ hasText: 'Belongs to a user already' }).waitFor();
      await read.getByRole('listitem').filter({ hasText: 'Is in the list twice' }).waitFor();
      await page.getByText('This takes 2 seats; 7 would be left.').waitFor();
      await page.getByRole('button', { name: 'Take out all that cannot be invited' }).click();
      await field.fill(cleo);
      await page.keyboard.press('Enter');
      await page.getByText('This takes 3 seats; 6 would be left.').waitFor();
      await page.getByText('An administrator’s role').waitFor();
      await expectAccessible(page);
      await page.getByRole('radio', { name: 'Editor' }).check();
      await page.getByRole('button', { name: 'Send invite' }).click();
      for (const email of [ada, ben, cleo]) await rowOf(page, email).getByText('Invited').waitFor();
      // Golden 3: who accepts is active in the list, which hears of it by itself.
      await page.getByRole('button', { name: 'Clear filters' }).click();
      await accept(roster, ada);
      await rowOf(page, ada).getByText('Active').waitFor();
    });
  });

  it('creates somebody with the three sections, by mail (ontraport)', async () => {
    const owner = await openAccount(roster, { preset: 'ontraport' });
    const email = address('rep');
    await inConsole(roster.url, '/console/users/new', async ({ page }) => {
      await signInAt(page, owner, PASSWORD);
      for (const section of ['Contact information', 'E-mail information', 'User details']) {
        await page.getByRole('group', { name: section }).waitFor();
      }
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText('Needed.').first().waitFor();
      await page.getByLabel('First name').fill('Rita');
      await page.getByLabel('Last name').fill('Rep');
      await page.getByLabel('E-mail address').fill(email);
      await page.getByLabel('E-mail from name').fill('Sales desk');
      await page.getByRole('radio', { name: 'Sales Representative' }).check();
      // The owner's role is not on offer.
      expect(await page.getByRole('radio', { name: 'Account Owner' }).count()).toBe(0);
      await page.getByLabel('Manager', { exact: true }).first().click();
      await page.getByRole('option', { name: /^Olivia Owner/ }).click();
      await expectAccessible(page);
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByRole('heading', { name: 'Rita Rep' }).waitFor();
      await rowOf(page, 'Manager').getByText('Olivia Owner').waitFor();
      await rowOf(page, 'Sender name').getByText('Sales desk').waitFor();
    });
  });

  it('ticks permissions, which hold from the first sign-in on (ID-19, botplatform)', async () => {
    const owner = await openAccount(roster, { preset: 'botplatform' });
    const email = address('ticked');
    await inConsole(roster.url, '/console/users/new', async ({ page }) => {
      await signInAt(page, owner, PASSWORD);
      await page.getByLabel('First name').fill('Tim');
      await page.getByLabel('Last name').fill('Ticked');
      await page.getByLabel('E-mail address').fill(email);
      await page.getByRole('checkbox', { name: 'View members', exact: true }).check();
      await page.getByRole('checkbox', { name: 'View what others may do' }).check();
      await expectAccessible(page);
      await page.getByRole('button', { name: 'Create new user account' }).click();
      await page.getByRole('heading', { name: 'Tim Ticked' }).waitFor();
    });
    const tim = await accept(roster, email);
    // Golden 26, UI-13: the one who may look has the icon, the owner the pencil, in the same column.
    await inConsole(roster.url, '/console/users', async ({ page }) => {
      await signInAt(page, tim, PASSWORD);
      await rowOf(page, owner.email).getByRole('link', { name: 'View permissions of Olivia Owner' }).waitFor();
      expect(await page.getByRole('link', { name: /^Edit permissions/ }).count()).toBe(0);
      // What nobody may do is absent (UI-17).
      expect(await page.getByRole('link', { name: 'New user' }).count()).toBe(0);
    });
    await inConsole(roster.url, '/console/users', async ({ page }) => {
      await signInAt(page, owner, PASSWORD);
      await rowOf(page, email)
        .getByRole('link', { name: /^Edit permissions/ })
        .click();
      await page.getByRole('cell', { name: 'Members: View members', exact: true }).waitFor();
      await page.getByRole('button', { name: 'Add permission' }).waitFor();
      await expectAccessible(page);
    });
  });

  it('sets the first password, twice, and whether they are active (ID-21, golden 33 and 34, jaicp)', async () => {
    const owner = await openAccount(roster, { preset: 'jaicp' });
    const email = address('inactive');
    await inConsole(roster.url, '/console/users/new', async ({ page }) => {
      await signInAt(page, owner, PASSWORD);
      await page.getByLabel('First name').fill('Ina');
      await page.getByLabel('Last name').fill('Active');
      await page.getByLabel('E-mail address').fill(email);
      await page.getByRole('checkbox', { name: 'ANALYST' }).check();
      await page.getByRole('checkbox', { name: 'OPERATOR' }).check();
      await page.getByLabel('Password', { exact: true }).fill(CHOSEN);
      await page.getByLabel('Repeat the password').fill('another one altogether');
      await page.getByRole('switch', { name: 'Active' }).click();
      await page.getByRole('button', { name: 'Add user' }).click();
      await page.getByText('The two are not the same.').waitFor();
      await page.getByLabel('Repeat the password').fill(CHOSEN);
      await expectAccessible(page);
      await page.getByRole('button', { name: 'Add user' }).click();
      await page.getByRole('heading', { name: 'Ina Active' }).waitFor();
      await page.getByText('Inactive', { exact: true }).waitFor();
      const refused = await roster.api.post('/v1/sessions', { email, password: CHOSEN });
      expect([refused.status, refused.body.code]).toEqual([403, 'member.inactive']);

      // Golden 34: "Active users only" and the name combine.
      await page.getByRole('link', { name: 'All users' }).click();
      await rowOf(page, email).waitFor();
      await page.getByLabel('Name or e-mail address').fill('ina');
      await rowOf(page, owner.email).waitFor({ state: 'detached' });
      await page.getByLabel('Active users only').click();
      await page.getByText('Nobody fits these filters').waitFor();
      await page.getByLabel('Active users only').click();
      await rowOf(page, email)
        .getByRole('button', { name: /^More about/ })
        .click();
      await page.getByRole('menuitem', { name: 'Activate', exact: true }).click();
      await page.getByRole('button', { name: 'Activate' }).click();
      await rowOf(page, email).getByText('Active', { exact: true }).waitFor();
      const welcome = await roster.api.post('/v1/sessions', { email, password: CHOSEN });
      expect(welcome.body).toMatchObject({ challenge: expect.any(String) });
    });
  });
});
