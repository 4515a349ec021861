import { beforeAll, describe, it } from '@jest/globals';
import { findBrowser, type Page } from '../../../../../../test/harness/browser.js';
import { act, expectAccessible, inConsole, prove, rowOf, signInAt } from '../../../../../../test/harness/console.js';
import {
  address,
  colleague,
  openAccount,
  PASSWORD,
  roleId,
  succeeded,
  type Person,
} from '../../../../../../test/harness/people.js';
import { tokenIn } from '../../../../../../test/harness/mail.js';
import { sharedSystem, type Roster } from '../../../../../../test/harness/system.js';

let roster: Roster;

beforeAll(async () => {
  roster = sharedSystem();
  await findBrowser();
});

interface Invitee {
  readonly email: string;
  readonly token: string;
}

/** Somebody whom this person or key invites, and whose first mail has come. */
async function invitee(owner: Person, api: Person['api']): Promise<Invitee> {
  const email = address('guest');
  succeeded(await api.post('/v1/invitations', { emails: [email], roleIds: [await roleId(owner, 'Editor')] }));
  return { email, token: await roster.mail.token(email) };
}

/** Comes in by the link of a later mail than the first. */
async function acceptAgain({ email, token: first }: Invitee): Promise<void> {
  const token = await roster.mail.token(email, (mail) => tokenIn(mail) !== first);
  const body = { token, firstName: 'Gina', lastName: 'Guest', password: PASSWORD };
  succeeded(await roster.api.post('/v1/invitations/accept', body));
}

/** Takes the invitation over, as the dialog offers it. */
async function takeOver(page: Page, { email }: Invitee): Promise<void> {
  const dialog = page.getByRole('dialog', { name: 'Invitations that nobody can accept any more' });
  await dialog.getByText(email).waitFor();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: `Send the invitation to ${email} again` }).click();
  await dialog.getByText('A new link is on its way.').waitFor();
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  await dialog.waitFor({ state: 'detached' });
}

describe('The invitations of somebody who has lost their access (S40)', () => {
  it('are named to whoever took it, also from several at once, and taken over there', async () => {
    const owner = await openAccount(roster);
    const [ada, bob] = [await colleague(roster, owner, 'Admin'), await colleague(roster, owner, 'Admin')];
    const guests = [await invitee(owner, ada.api), await invitee(owner, bob.api)] as const;
    await inConsole(roster.url, '/console/users', async ({ page }) => {
      await signInAt(page, owner, PASSWORD);
      await act(page, ada.email, 'Revoke access');
      await page.getByRole('dialog').getByRole('button', { name: 'Revoke access' }).click();
      await takeOver(page, guests[0]);
      await acceptAgain(guests[0]);
      await rowOf(page, guests[0].email).getByText('Active').waitFor();

      await rowOf(page, bob.email).getByRole('checkbox').check();
      await page.getByRole('toolbar').getByRole('button', { name: 'Revoke access' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Revoke access' }).click();
      const outcome = page.getByRole('dialog', { name: 'What came of it' });
      await outcome.getByText('Done').waitFor();
      await outcome.getByRole('button', { name: 'Close' }).last().click();
      await takeOver(page, guests[1]);
      await acceptAgain(guests[1]);
      await rowOf(page, guests[1].email).getByText('Active').waitFor();
    });
  });

  it('are named to whoever revokes a key', async () => {
    const owner = await openAccount(roster);
    const body = { name: 'Import', roleIds: [await roleId(owner, 'Admin')] };
    const { key } = succeeded(await owner.api.post('/v1/api-keys', body)).body;
    const guest = await invitee(owner, roster.api.as(key));
    await inConsole(roster.url, '/console/security', async ({ page }) => {
      await signInAt(page, owner, PASSWORD);
      await page.getByRole('button', { name: 'Revoke Import' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Revoke key' }).click();
      if (await page.getByRole('dialog', { name: 'Confirm that it is you' }).isVisible()) await prove(page);
      await takeOver(page, guest);
    });
    await acceptAgain(guest);
  });
});
