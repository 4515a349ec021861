import { beforeAll, describe, expect, it } from '@jest/globals';
import { findBrowser, type Page } from '../harness/browser.js';
import { act, expectAccessible, goTo, inConsole, prove, rowOf, signInAt } from '../harness/console.js';
import { accept, address, openAccount, PASSWORD, succeeded, type Person } from '../harness/people.js';
import { sharedSystem, type Roster } from '../harness/system.js';

let roster: Roster;

beforeAll(async () => {
  roster = sharedSystem();
  await findBrowser();
});

const dialogOf = (page: Page) => page.getByRole('dialog');

/** More than the 49 seats that are free. */
const CROWD = Array.from({ length: 50 }, () => address('crowd'));
const [ADA, BEN, CLEO] = [address('ada'), address('ben'), address('cleo')];
const TEAM = [ADA, BEN, CLEO];

describe('Ortto, from the screen', () => {
  it('a team is invited, roles change, somebody is revoked, and the account gets another owner', async () => {
    const owner = await openAccount(roster, { planId: 'business' });
    await inConsole(roster.url, '/console/users/new', async ({ page }) => {
      await expectAccessible(page);
      await signInAt(page, owner, PASSWORD);
      await invite(page);
      succeeded(await owner.api.post('/v1/roles', { name: 'Reader', grants: { 'reports:view': true } }));
      const [ada, ben] = await join(page);
      await makeAnalyst(page);
      await changeRoles(page, ada, ben);
      await orderAndDeleteRoles(page);
      await revoke(page);
      await handOver(page, owner);
    });
  });
});

/** Golden 1 and 2: all or nobody, as the seats are. */
async function invite(page: Page): Promise<void> {
  const field = page.getByLabel('E-mail addresses');
  await field.fill(`${CROWD.join(', ')} `);
  await page.getByText('This takes 50 seats, and 49 are free.').waitFor();
  await page.getByRole('radio', { name: 'Editor' }).check();
  await page.getByRole('button', { name: 'Send invite' }).click();
  await page.getByText('Nobody was invited').waitFor();
  await page.reload();
  await field.fill(`${TEAM.join(', ')}; ${BEN}, nobody@ `);
  const bad = page.getByRole('listitem').filter({ hasText: 'Is in the list twice' });
  await bad.waitFor();
  // As fast as hands are: the second does not wait until the first is gone.
  await page.getByRole('button', { name: 'Take out nobody@' }).click();
  await bad.getByRole('button').click();
  await page.getByText('This takes 3 seats; 46 would be left.').waitFor();
  await page.getByRole('radio', { name: 'Editor' }).check();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Send invite' }).click();
  for (const email of TEAM) await rowOf(page, email).getByText('Invited').waitFor();
  const heads = await page.getByRole('columnheader').allTextContents();
  const cells = await rowOf(page, ADA).getByRole('cell').allTextContents();
  expect(cells[heads.indexOf('2FA')]).toBe('');
  await expectAccessible(page);
  for (const email of TEAM) await roster.mail.next(email);
  expect(await roster.mail.to(CROWD[0] ?? '')).toEqual([]);
}

/** Golden 3: whoever accepts is among the members of their role, which the screen hears of by itself. */
async function join(page: Page): Promise<readonly [Person, Person]> {
  await goTo(page, 'Roles');
  await rowOf(page, 'Editor').getByText('Nobody yet').waitFor();
  const people = [await accept(roster, ADA), await accept(roster, BEN)] as const;
  await rowOf(page, 'Editor').getByRole('link', { name: 'Carl Colleague' }).nth(1).waitFor();
  await expectAccessible(page);
  return people;
}

/** Golden 9: the Analyst's view comes with the rest and cannot be unticked. */
async function makeAnalyst(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'New role' }).click();
  await page.getByLabel('Name').fill('Analyst');
  await page.getByRole('checkbox', { name: 'Dashboards: everything' }).check();
  await page.getByRole('checkbox', { name: 'Create reports' }).check();
  await page.getByRole('checkbox', { name: 'View people' }).check();
  const view = page.getByRole('checkbox', { name: 'View reports' });
  await view.press('Space');
  expect(await view.isChecked()).toBe(true);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Preview and add' }).click();
  await dialogOf(page).getByText('Nobody gains or loses anything by it.').waitFor();
  await dialogOf(page).getByRole('button', { name: 'Add role' }).click();
  await page.getByRole('heading', { name: 'Analyst', level: 1 }).waitFor();
}

/** Golden 7 and the end of 9: whoever is signed in loses what the new role does not give, and the screen says why. */
async function changeRoles(page: Page, ada: Person, ben: Person): Promise<void> {
  const mayEdit = async ({ api, memberId }: Person): Promise<boolean> => {
    const checks = [{ memberId, permission: 'campaigns:edit' }];
    return succeeded(await api.post('/v1/checks', { checks })).body.results[0].allowed;
  };
  await goTo(page, 'Users');
  for (const [person, role] of [
    [ada, 'Analyst'],
    [ben, 'Read only'],
  ] as const) {
    expect(await mayEdit(person)).toBe(true);
    await act(page, person.email, 'Edit role');
    await page.getByRole('radio', { name: role, exact: true }).click();
    await page.getByRole('button', { name: 'Save role' }).click();
    await rowOf(page, person.email).getByText(role).waitFor();
    expect(await mayEdit(person)).toBe(false);
  }
  await rowOf(page, ADA).getByRole('link').click();
  await page.getByRole('tab', { name: 'Permissions' }).click();
  await page.getByText('Role Analyst').first().waitFor();
  const permission = page.getByLabel('Permission', { exact: true }).first();
  await permission.fill('export people');
  await page.getByRole('option', { name: 'Export people' }).click();
  await page.getByRole('button', { name: 'Check' }).click();
  await page.getByText('No, they cannot.').waitFor();
  await expectAccessible(page);
}

/** Golden 10 and 11: the order of one's own roles stays; a role that somebody has goes only for another one. */
async function orderAndDeleteRoles(page: Page): Promise<void> {
  await goTo(page, 'Roles');
  await act(page, 'Analyst', 'Move up');
  await page.getByText('Analyst is now number 1 of your own roles.').waitFor();
  await page.reload();
  await rowOf(page, 'Reader').waitFor();
  const names = await page.getByRole('row').getByRole('link').allTextContents();
  expect(names.indexOf('Analyst')).toBeLessThan(names.indexOf('Reader'));
  await act(page, 'Analyst', 'Delete role…');
  const remove = dialogOf(page).getByRole('button', { name: 'Delete role' });
  await dialogOf(page).getByText('One person has this role').waitFor();
  expect(await remove.isDisabled()).toBe(true);
  await dialogOf(page).getByLabel('Whoever has it gets instead').selectOption({ label: 'Reader' });
  await dialogOf(page).getByText('Carl Colleague').waitFor();
  await remove.click();
  await rowOf(page, 'Reader').getByRole('link', { name: 'Carl Colleague' }).waitFor();
  await rowOf(page, 'Analyst').waitFor({ state: 'detached' });
}

/** Golden 12: revoked is signed out; reactivated works again; deleted for good only from revoked. */
async function revoke(page: Page): Promise<void> {
  const signsIn = async () => (await roster.api.post('/v1/sessions', { email: ADA, password: PASSWORD })).status;
  const dialog = dialogOf(page);
  await goTo(page, 'Users');
  await act(page, ADA, 'Revoke access');
  await dialog.getByRole('button', { name: 'Revoke access' }).click();
  await rowOf(page, ADA).getByText('Revoked').waitFor();
  expect(await signsIn()).toBe(403);
  await rowOf(page, ADA).getByRole('link').click();
  await page.getByRole('button', { name: 'Reactivate' }).click();
  await dialog.getByText('Talk access is not given back with it.').waitFor();
  await dialog.getByRole('button', { name: 'Reactivate' }).click();
  await page.getByText('This user has no access').waitFor({ state: 'detached' });
  expect(await signsIn()).toBe(201);

  await page.getByRole('button', { name: /^More about/ }).click();
  const revokeAgain = page.getByRole('menuitem', { name: 'Revoke access' });
  await revokeAgain.waitFor();
  expect(await page.getByRole('menuitem', { name: /Delete/ }).count()).toBe(0);
  await revokeAgain.click();
  await dialog.getByRole('button', { name: 'Revoke access' }).click();
  await page.getByRole('button', { name: 'Delete permanently' }).click();
  await dialog.getByLabel(/^Type Carl Colleague/).fill('Carl Colleague');
  await dialog.getByRole('button', { name: 'Delete permanently' }).click();
  await dialog.waitFor({ state: 'detached' });
  await goTo(page, 'Users');
  await rowOf(page, CLEO).waitFor();
  await rowOf(page, ADA).waitFor({ state: 'detached' });
}

/** Golden 4: who could only read owns and administrates the account. */
async function handOver(page: Page, owner: Person): Promise<void> {
  await act(page, BEN, 'Transfer ownership');
  await dialogOf(page)
    .getByLabel(/^Type .* to confirm/)
    .fill(BEN);
  await dialogOf(page).getByRole('button', { name: 'Transfer ownership' }).click();
  await prove(page);
  await rowOf(page, BEN).getByText('Owner', { exact: true }).waitFor();
  await rowOf(page, BEN).getByText('Admin').waitFor();
  expect(await rowOf(page, owner.email).getByText('Owner', { exact: true }).count()).toBe(0);
}
