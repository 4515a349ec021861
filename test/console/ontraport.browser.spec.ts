import { beforeAll, describe, expect, it } from '@jest/globals';
import { findBrowser, type Page } from '../harness/browser.js';
import { act, expectAccessible, goTo, inConsole, openProfile, rowOf, signInAt, signOut } from '../harness/console.js';
import { linkIn } from '../harness/mailed-links.js';
import { colleague, openAccount, PASSWORD, succeeded, type Person } from '../harness/people.js';
import { sharedSystem, type Roster } from '../harness/system.js';

let roster: Roster;

beforeAll(async () => {
  roster = sharedSystem();
  await findBrowser();
});

const dialogOf = (page: Page) => page.getByRole('dialog');

describe('Ontraport, from the screen', () => {
  it('managers reach the records of those below them; exceptions, a leaver and an unknown network are dealt with', async () => {
    const owner = await openAccount(roster, { preset: 'ontraport' });
    await inConsole(roster.url, '/console/roles', async ({ page }) => {
      await signInAt(page, owner, PASSWORD);
      await makeCoach(page);
      const coach = await colleague(roster, owner, 'Coach');
      const rep = await colleague(roster, owner, 'Sales Representative');
      succeeded(await owner.api.put(`/v1/members/${rep.memberId}/manager`, { memberId: coach.memberId }));
      for (const [id, { memberId }] of [['of-rep', rep] as const, ['of-owner', owner] as const])
        succeeded(await owner.api.put(`/v1/records/contacts/${id}`, { ownerId: memberId }));
      await refuseCircle(page, owner);
      await reachRecords(page, coach, rep);
      await exceptFrom(page);
      await deleteRep(page, rep);
      await lockOut(page, coach);
    });
  });
});

/** Golden 13 to 15: the words of the product for whose records a role reaches. */
async function makeCoach(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'New role' }).click();
  await page.getByLabel('Name').fill('Coach');
  await page.getByLabel('Role manager').selectOption({ label: 'Sales Manager' });
  const choices = ['All', 'Me and my roles', 'Me and my subordinates', 'Me', 'None'];
  expect(await page.getByLabel('Delete contacts').getByRole('option').allTextContents()).toEqual(choices);
  await page.getByLabel('View contacts').selectOption({ label: 'Me and my subordinates' });
  await page.getByLabel('Delete contacts').selectOption({ label: 'None' });
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Preview and add' }).click();
  await dialogOf(page).getByRole('button', { name: 'Add role' }).click();
  await page.getByRole('heading', { name: 'Coach', level: 1 }).waitFor();
}

/** Golden 23: nobody is above themselves. */
async function refuseCircle(page: Page, owner: Person): Promise<void> {
  const { items } = succeeded(await owner.api.get('/v1/roles')).body;
  const managerRoleId = items.find((role: { name: string }) => role.name === 'Coach').id;
  succeeded(await owner.api.post('/v1/roles', { name: 'Trainee', grants: {}, managerRoleId }));
  await goTo(page, 'Roles');
  await page.getByRole('link', { name: 'Role chart' }).click();
  await page.getByRole('tree').getByRole('link', { name: 'Trainee' }).waitFor();
  // Nothing moves the root, nor what comes with the product.
  expect(await page.getByRole('button', { name: /^Actions for/ }).count()).toBe(2);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Actions for Coach' }).click();
  await page.getByRole('menuitem', { name: 'Move under…' }).click();
  await dialogOf(page).getByLabel('Role manager').selectOption({ label: 'Trainee' });
  await dialogOf(page).getByText('A role cannot stand under itself').waitFor();
  expect(await dialogOf(page).getByRole('button', { name: 'Move role' }).isDisabled()).toBe(true);
  await page.keyboard.press('Escape');
  await dialogOf(page).waitFor({ state: 'detached' });
}

async function ask(page: Page, permission: string, answer: 'Yes, they can.' | 'No, they cannot.', record?: string) {
  await page.getByLabel('Permission', { exact: true }).first().fill(permission);
  await page.getByRole('option', { name: permission }).click();
  if (record) await page.getByRole('textbox', { name: /^Record/ }).fill(record);
  await page.getByRole('button', { name: 'Check' }).click();
  await page.getByText(answer).waitFor();
}

/** Golden 13 to 15: a manager reaches what is below them, who reaches their own only. */
async function reachRecords(page: Page, coach: Person, rep: Person): Promise<void> {
  await goTo(page, 'Users');
  await expectAccessible(page);
  await rowOf(page, coach.email).getByRole('link').click();
  await page.getByRole('tab', { name: 'Permissions' }).click();
  await ask(page, 'View contacts', 'Yes, they can.', 'of-rep');
  await ask(page, 'View contacts', 'No, they cannot.', 'of-owner');
  await ask(page, 'Create and edit contacts', 'No, they cannot.');
  await ask(page, 'Delete contacts', 'No, they cannot.', 'of-rep');
  await goTo(page, 'Users');
  await rowOf(page, rep.email).getByRole('link').click();
  await page.getByRole('tab', { name: 'Permissions' }).click();
  await ask(page, 'View contacts', 'Yes, they can.', 'of-rep');
  await ask(page, 'View contacts', 'No, they cannot.', 'of-owner');
}

/** Golden 16: “Visible” adds, and “Not visible” takes away. */
async function exceptFrom(page: Page): Promise<void> {
  await ask(page, 'Refund transactions', 'No, they cannot.');
  await page.getByRole('button', { name: 'Do this now' }).first().click();
  await page.getByText('Yes, they can.').waitFor();
  await page.getByRole('tab', { name: 'Exceptions' }).click();
  await page.getByRole('button', { name: 'Add exception' }).click();
  await dialogOf(page).getByLabel('Permission', { exact: true }).first().fill('View transactions');
  await page.getByRole('option', { name: 'View transactions' }).click();
  await dialogOf(page).getByRole('radio', { name: 'Not visible' }).check();
  await expectAccessible(page);
  await dialogOf(page).getByRole('button', { name: 'Save' }).click();
  await rowOf(page, 'View transactions').getByText('Not visible').waitFor();
  await page.getByRole('tab', { name: 'Permissions' }).click();
  await ask(page, 'View transactions', 'No, they cannot.');
}

/** Golden 18: nobody leaves before somebody takes over what is theirs, which is counted. */
async function deleteRep(page: Page, rep: Person): Promise<void> {
  await goTo(page, 'Users');
  await act(page, rep.email, 'Delete');
  await dialogOf(page).getByText('Contacts: 1').waitFor();
  const remove = dialogOf(page).getByRole('button', { name: 'Delete permanently' });
  await dialogOf(page)
    .getByLabel(/^Type /)
    .fill('Carl Colleague');
  expect(await remove.isDisabled()).toBe(true);
  await dialogOf(page).getByLabel('Who takes over their records').first().click();
  await page.getByRole('option', { name: /^Olivia Owner/ }).click();
  await remove.click();
  await dialogOf(page).waitFor({ state: 'detached' });
  await rowOf(page, rep.email).waitFor({ state: 'detached' });
}

/** Golden 19 and 22: a new address waits for a mailed link, also after it was revoked; the time zone is the owner's. */
async function lockOut(page: Page, coach: Person): Promise<void> {
  await openProfile(page);
  await page.getByRole('region', { name: 'Time zone of the account' }).waitFor();
  await goTo(page, 'Security');
  await page.getByRole('button', { name: 'Edit what is asked at sign-in' }).click();
  await dialogOf(page).getByLabel('IP address restrictions').check({ force: true });
  await dialogOf(page).getByRole('button', { name: 'Save' }).click();
  await dialogOf(page).waitFor({ state: 'detached' });
  // Right after, another dialog opens.
  await page.getByRole('button', { name: 'Create a key' }).click();
  await page.getByRole('dialog', { name: 'Create a key' }).waitFor();
  await page.keyboard.press('Escape');
  await dialogOf(page).waitFor({ state: 'detached' });
  await expectAccessible(page);
  await signOut(page);
  const blocked = page.getByRole('heading', { name: 'This network address is not known yet' });
  await signInAt(page, coach, PASSWORD);
  await blocked.waitFor();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Authorize me' }).click();
  await page.goto(linkIn(await roster.mail.next(coach.email, ({ subject }) => subject.includes('Authorize'))));
  await page.getByRole('button', { name: /authorize/i }).click();
  await page.getByText('The address is authorized').waitFor();
  await page.goto(`${roster.url}/console/profile`);
  await signInAt(page, coach, PASSWORD);
  await rowOf(page, 'you are here').getByRole('checkbox').check();
  expect(await page.getByText('Time zone').count()).toBe(0);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Revoke IP authorization' }).click();
  await dialogOf(page).getByRole('button', { name: 'Revoke IP authorization' }).click();
  await page.getByLabel('E-mail address').waitFor();
  await signInAt(page, coach, PASSWORD);
  await blocked.waitFor();
}
