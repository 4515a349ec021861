import { beforeAll, describe, expect, it } from '@jest/globals';
import { findBrowser } from '../../../../../test/harness/browser.js';
import { act, expectAccessible, inConsole, prove, rowOf, signInAt } from '../../../../../test/harness/console.js';
import {
  address,
  colleague,
  openAccount,
  PASSWORD,
  roleId,
  succeeded,
  type Person,
} from '../../../../../test/harness/people.js';
import { sharedSystem, type Roster } from '../../../../../test/harness/system.js';

let roster: Roster;

beforeAll(async () => {
  roster = sharedSystem();
  await findBrowser();
});

async function signIn(email: string): Promise<number> {
  return (await roster.api.post('/v1/sessions', { email, password: PASSWORD })).status;
}

const mayEdit = async (person: Person): Promise<boolean> =>
  (
    await person.api.post('/v1/checks', {
      checks: [{ memberId: person.memberId, permission: 'campaigns:edit' }],
    })
  ).body.results[0].allowed;

describe('Users (ortto)', () => {
  it('shows who is here, narrows and sorts by the address, and changes roles and agent access in the row', async () => {
    const owner = await openAccount(roster);
    const ada = await colleague(roster, owner, 'Editor');
    const guest = address('guest');
    const reader = await roleId(owner, 'Read only');
    succeeded(await owner.api.post('/v1/invitations', { emails: [guest], roleIds: [reader] }));
    await inConsole(roster.url, '/console/users', async ({ page }) => {
      await signInAt(page, owner, PASSWORD);
      await rowOf(page, guest).waitFor();
      // UI-02, UI-06: the owner's label beside the role, the mark of who gets the bills; the agents' column.
      const own = rowOf(page, owner.email);
      await own.getByText('Owner', { exact: true }).waitFor();
      await own.getByText('Admin').waitFor();
      await own.getByRole('img', { name: 'Billing contact' }).waitFor();
      // An invited person's second factor is blank; a member's is told.
      const cells = (text: string) => rowOf(page, text).getByRole('cell').allTextContents();
      const heads = await page.getByRole('columnheader').allTextContents();
      const twoFactor = heads.indexOf('2FA');
      expect((await cells(guest))[twoFactor]).toBe('');
      expect((await cells(ada.email))[twoFactor]).toBe('Off');
      expect(heads).not.toContain('Enforced auth');
      await expectAccessible(page);

      // UI-03: several roles; the address says so, and a reload shows the same.
      await page.getByLabel('Roles', { exact: true }).first().press('ArrowDown');
      await page.getByRole('option', { name: 'Read only' }).click();
      await rowOf(page, ada.email).waitFor({ state: 'detached' });
      await page.getByRole('option', { name: 'Editor' }).click();
      await rowOf(page, ada.email).waitFor();
      await page.keyboard.press('Escape');
      expect(page.url()).toContain('role=');
      await page.reload();
      await rowOf(page, guest).waitFor();
      await rowOf(page, owner.email).waitFor({ state: 'detached' });
      // With "Active users only" and a name (golden 34 combines them for jaicp).
      await page.getByLabel('Active users only').click();
      await rowOf(page, guest).waitFor({ state: 'detached' });
      await page.getByLabel('Name or e-mail address').fill('no such person');
      await page.getByText('Nobody fits these filters').waitFor();
      await page.getByRole('button', { name: 'Clear filters' }).click();
      await rowOf(page, owner.email).waitFor();
      await page.getByRole('button', { name: 'User', exact: true }).click();
      await page.getByRole('columnheader', { name: 'User' }).and(page.locator('[aria-sort=ascending]')).waitFor();

      // RP-59, UI-09: agent access in the row.
      await rowOf(page, ada.email)
        .getByLabel(/^Talk of/)
        .selectOption('Access');
      await page.getByText('Saved. In force everywhere.').first().waitFor();
      // Golden 7: Editor becomes Read only while signed in; the next check denies.
      expect(await mayEdit(ada)).toBe(true);
      await act(page, ada.email, 'Edit role');
      await page.getByRole('radio', { name: 'Read only' }).click();
      await expectAccessible(page);
      await page.getByRole('button', { name: 'Save role' }).click();
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await rowOf(page, ada.email).getByText('Read only').waitFor();
      expect(await mayEdit(ada)).toBe(false);
    });
  });

  it('revokes, gives back, deletes for good and hands the account on (golden 4 and 12)', async () => {
    const owner = await openAccount(roster);
    const ada = await colleague(roster, owner, 'Editor');
    const bob = await colleague(roster, owner, 'Read only');
    await inConsole(roster.url, '/console/users', async ({ page }) => {
      await signInAt(page, owner, PASSWORD);
      await act(page, ada.email, 'Revoke access');
      await page.getByText('They are signed out everywhere at once').waitFor();
      await expectAccessible(page);
      await page.getByRole('button', { name: 'Revoke access' }).click();
      await rowOf(page, ada.email).getByText('Revoked').waitFor();
      expect(await signIn(ada.email)).toBe(403);

      // ID-27, UI-08: the profile stays, with the ways back and out; ID-34: what does not come back is said.
      await page.getByRole('link', { name: 'Carl Colleague' }).first().waitFor();
      await rowOf(page, ada.email).getByRole('link').click();
      await page.getByText('This user has no access').waitFor();
      await expectAccessible(page);
      await page.getByRole('button', { name: 'Reactivate' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByText(/Talk access is not given back with it.*\$29\.00 a month/).waitFor();
      await dialog.getByRole('button', { name: 'Reactivate' }).click();
      await page.getByText('This user has no access').waitFor({ state: 'detached' });
      expect(await signIn(ada.email)).toBe(201);

      // Golden 12: deletion only from revoked.
      const more = page.getByRole('button', { name: /^More about/ });
      await more.click();
      await page.getByRole('menuitem', { name: 'Revoke access' }).waitFor();
      expect(await page.getByRole('menuitem', { name: /Delete/ }).count()).toBe(0);
      await page.getByRole('menuitem', { name: 'Revoke access' }).click();
      await dialog.getByRole('button', { name: 'Revoke access' }).click();
      await page.getByRole('button', { name: 'Delete permanently' }).click();
      await dialog.getByText('No records are registered as theirs.').waitFor();
      const remove = dialog.getByRole('button', { name: 'Delete permanently' });
      expect(await remove.isDisabled()).toBe(true);
      await dialog.getByLabel(/^Type Carl Colleague/).fill('Carl Colleague');
      await expectAccessible(page);
      await remove.click();
      await dialog.waitFor({ state: 'detached' });
      await page.getByRole('link', { name: 'Users', exact: true }).click();
      await rowOf(page, bob.email).waitFor();
      await rowOf(page, ada.email).waitFor({ state: 'detached' });

      // Golden 4: the address is typed, and a proof asked for.
      await act(page, bob.email, 'Transfer ownership');
      await dialog.getByLabel(/^Type .* to confirm/).fill(bob.email);
      await dialog.getByRole('button', { name: 'Transfer ownership' }).click();
      await prove(page);
      await rowOf(page, bob.email).getByText('Owner', { exact: true }).waitFor();
      await rowOf(page, bob.email).getByText('Admin').waitFor();
      expect(await rowOf(page, owner.email).getByText('Owner', { exact: true }).count()).toBe(0);
    });
  });
});
