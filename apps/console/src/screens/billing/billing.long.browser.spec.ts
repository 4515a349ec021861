import { beforeAll, describe, expect, it } from '@jest/globals';
import { findBrowser, type Page } from '../../../../../test/harness/browser.js';
import { expectAccessible, goTo, inConsole, rowOf, signInAt } from '../../../../../test/harness/console.js';
import { address, colleague, openAccount, PASSWORD } from '../../../../../test/harness/people.js';
import { sharedSystem, type Roster } from '../../../../../test/harness/system.js';

let roster: Roster;

beforeAll(async () => {
  roster = sharedSystem();
  await findBrowser();
});

const dialogOf = (page: Page) => page.getByRole('dialog', { name: 'This needs seats that cost extra' });

describe('Seats that cost something', () => {
  it('have their price before the form; who declines has made nobody (BS-03, BS-04, BS-05)', async () => {
    const owner = await openAccount(roster, { preset: 'ontraport', planId: 'basic' });
    const email = address('second');
    await inConsole(roster.url, '/console/users/new', async ({ page }) => {
      await signInAt(page, owner, PASSWORD);
      const price = page.getByRole('region', { name: 'An additional user costs extra' });
      await price.getByText('From then on $47.00 more each month.').waitFor();
      expect(await page.getByLabel('First name').count()).toBe(0);
      await expectAccessible(page);
      await price.getByRole('button', { name: 'Decline' }).click();
      await rowOf(page, owner.email).waitFor();

      await page.getByRole('link', { name: 'New user' }).click();
      await price.getByRole('button', { name: 'Agree to continue' }).click();
      await page.getByLabel('First name').fill('Sam');
      await page.getByLabel('Last name').fill('Second');
      await page.getByLabel('E-mail address').fill(email);
      await page.getByRole('radio', { name: 'Sales Representative' }).check();
      await page.getByRole('button', { name: 'Save', exact: true }).click();
      await page.getByRole('heading', { name: 'Sam Second', level: 1 }).waitFor();

      await goTo(page, 'Plan & seats');
      const users = page.getByRole('region', { name: 'Users' });
      await users.getByText(/^1 until /).waitFor();
      await users.getByText('$47.00 a month').waitFor();
      await expectAccessible(page);
    });
    // Whoever gets the bills is told that somebody has agreed to a price.
    await roster.mail.next(owner.email, ({ subject }) => subject.includes('A price was agreed to'));
  });

  it('have a price to look at again where nobody could say it, and where it holds no longer', async () => {
    const owner = await openAccount(roster, { preset: 'ontraport', planId: 'basic' });
    await inConsole(roster.url, '/console/users', async ({ page }) => {
      await signInAt(page, owner, PASSWORD);
      await page.getByRole('link', { name: 'New user' }).waitFor();
      await page.route('**/v1/billing/quotes', (route) => route.fulfill({ status: 500, body: 'no answer' }));
      await page.getByRole('link', { name: 'New user' }).click();
      await page.getByRole('alert').getByText('Something went wrong on our side.').waitFor();
      await page.unroute('**/v1/billing/quotes');
      await page.getByRole('button', { name: 'Try again' }).click();
      const price = page.getByRole('region', { name: 'An additional user costs extra' });
      await price.getByText('From then on $47.00 more each month.').waitFor();

      // A quarter of an hour later.
      const expired = JSON.stringify({ code: 'quote.expired', title: 'Expired', detail: '' });
      await page.route('**/v1/billing/consents', (route) => route.fulfill({ status: 409, body: expired }));
      await price.getByRole('button', { name: 'Agree to continue' }).click();
      await price.getByRole('alert').waitFor();
      await page.unroute('**/v1/billing/consents');
      await price.getByRole('button', { name: 'Show the new price' }).click();
      await price.getByRole('button', { name: 'Agree to continue' }).click();
      await page.getByLabel('First name').waitFor();
    });
  });

  it('are agreed to where agent access costs something; the first is free (BS-06, BS-07, BS-08)', async () => {
    const owner = await openAccount(roster);
    const member = await colleague(roster, owner, 'Editor');
    await inConsole(roster.url, '/console/users', async ({ page }) => {
      await signInAt(page, owner, PASSWORD);
      const access = (email: string) => rowOf(page, email).getByRole('combobox');
      await access(owner.email).selectOption({ label: 'Access' });
      await page.getByText('In force everywhere').waitFor();
      await access(member.email).selectOption({ label: 'Access' });
      await dialogOf(page).getByText('From then on $29.00 more each month.').waitFor();
      await expectAccessible(page);
      await dialogOf(page).getByRole('button', { name: 'Decline' }).click();
      await dialogOf(page).waitFor({ state: 'detached' });
      expect(await access(member.email).inputValue()).toBe('no');
      await access(member.email).selectOption({ label: 'Access' });
      await dialogOf(page).getByRole('button', { name: 'Agree to continue' }).click();
      await dialogOf(page).waitFor({ state: 'detached' });
      await goTo(page, 'Plan & seats');
      await page.getByRole('region', { name: 'Agents' }).getByText('2 used, 0 reserved of 2').waitFor();
    });
  });
});
