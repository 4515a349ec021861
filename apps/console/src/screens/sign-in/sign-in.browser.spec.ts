import { beforeAll, describe, expect, it } from '@jest/globals';
import { findBrowser } from '../../../../../test/harness/browser.js';
import { expectAccessible, inConsole, signInAt } from '../../../../../test/harness/console.js';
import { figure } from '../../../../../test/harness/figures.js';
import { address, openAccount, PASSWORD, roleId, succeeded } from '../../../../../test/harness/people.js';
import { sharedSystem, type Roster } from '../../../../../test/harness/system.js';

let roster: Roster;

beforeAll(async () => {
  roster = sharedSystem();
  await findBrowser();
});

/** The most that the scripts of the first page may weigh compressed, in bytes. */
const BUDGET = 150_000;

describe('Signing in', () => {
  it('loads no more script than its budget, compressed', async () => {
    const scripts: string[] = [];
    await inConsole(roster.url, '/console/sign-in', async ({ page }) => {
      await page.getByLabel('E-mail address').waitFor();
      const loaded = await page.evaluate<string[]>('performance.getEntriesByType("resource").map(({ name }) => name)');
      scripts.push(...loaded.filter((script) => script.endsWith('.js')));
    });
    const weights = scripts.map(async (script) => {
      const { headers } = await fetch(script, { method: 'HEAD', headers: { 'accept-encoding': 'br' } });
      expect(headers.get('content-encoding')).toBe('br');
      return Number(headers.get('content-length'));
    });
    const bytes = (await Promise.all(weights)).reduce((sum, weight) => sum + weight, 0);
    figure('script of the sign-in page, compressed', { bytes });
    expect(scripts.length).toBeGreaterThan(0);
    expect(bytes).toBeLessThan(BUDGET);
  });

  it('leads back to the page that was asked for, by keyboard alone, and out again', async () => {
    const owner = await openAccount(roster, { name: '<b>Acme & Sons</b>' });
    await inConsole(roster.url, '/console?from=bookmark', async ({ page }) => {
      await page.waitForURL(/\/console\/sign-in\?next=/);
      await expectAccessible(page);
      await signInAt(page, owner, PASSWORD);
      await page.waitForURL(`${roster.url}/console?from=bookmark`);
      await page.getByText('You are signed in to <b>Acme & Sons</b>.').waitFor();
      await expectAccessible(page);
      await page.getByRole('button', { name: 'Olivia Owner' }).click();
      await page.getByRole('menuitem', { name: 'Sign out' }).click();
      await page.getByLabel('E-mail address').waitFor();
      await page.goto(`${roster.url}/console`);
      await page.waitForURL(/sign-in/);
    });
  });

  it('says the same of a wrong password and of an address that nobody has (S12)', async () => {
    const owner = await openAccount(roster);
    for (const email of [owner.email, address('nobody')]) {
      await inConsole(roster.url, '/console/sign-in', async ({ page }) => {
        await signInAt(page, { email }, 'not the password of anybody');
        await page.getByRole('alert').getByText('The address or the password is wrong.').waitFor();
        await page.getByRole('button', { name: 'I have forgotten' }).or(page.getByText('I have forgotten')).waitFor();
        // What was typed is still there.
        await page.getByLabel('Password', { exact: true }).waitFor();
      });
    }
  });

  it('goes nowhere but to a page of the console (S59)', async () => {
    const owner = await openAccount(roster);
    await inConsole(roster.url, '/console/sign-in?next=//evil.example/console', async ({ page }) => {
      await signInAt(page, owner, PASSWORD);
      await page.getByText('You are signed in to').waitFor();
      expect(page.url()).toBe(`${roster.url}/console`);
    });
  });

  it('asks for a password of one’s own before anything else', async () => {
    const owner = await openAccount(roster, { preset: 'jaicp' });
    const email = address('colleague');
    const chosen = 'a sentence that somebody else has chosen';
    const roleIds = [await roleId(owner, 'USER')];
    const form = { email, firstName: 'Carl', lastName: 'Colleague', roleIds, password: chosen };
    succeeded(await owner.api.post('/v1/members', form));
    await inConsole(roster.url, '/console/sign-in', async ({ page }) => {
      await signInAt(page, { email }, chosen);
      await page.getByRole('heading', { name: 'Choose a password of your own' }).waitFor();
      await expectAccessible(page);
      const field = page.getByLabel('New password', { exact: true });
      await field.fill('too short');
      await page.getByRole('button', { name: 'Save and sign in' }).click();
      await page.getByText('A password must have at least 15 characters.').waitFor();
      await field.fill(PASSWORD);
      await page.getByRole('button', { name: 'Save and sign in' }).click();
      await page.getByText('You are signed in to').waitFor();
    });
  });
});
