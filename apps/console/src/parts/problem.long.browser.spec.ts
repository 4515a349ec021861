import { beforeAll, describe, expect, it } from '@jest/globals';
import { findBrowser, type Page } from '../../../../test/harness/browser.js';
import { inConsole, signInAt } from '../../../../test/harness/console.js';
import { eventually } from '../../../../test/harness/eventually.js';
import { openAccount, PASSWORD, roleId } from '../../../../test/harness/people.js';
import { sharedSystem, type Roster } from '../../../../test/harness/system.js';

let roster: Roster;

beforeAll(async () => {
  roster = sharedSystem();
  await findBrowser();
});

/** Whatever a screen reads for itself. Who is signed in, and what they may do, is known before. */
const READS = /\/v1\/(?!events|product|me$|me\/permissions)/;

const againOn = (page: Page) => page.getByRole('button', { name: 'Try again' });

describe('What could not be read', () => {
  it('is said on every screen, and can be asked for again there', async () => {
    const owner = await openAccount(roster, { preset: 'ontraport' });
    const user = `users/${owner.memberId}`;
    const screens = [
      'users',
      'users/new',
      user,
      ...['permissions', 'exceptions', 'security', 'activity'].map((tab) => `${user}?tab=${tab}`),
      'roles',
      'roles/chart',
      'roles/new',
      `roles/${await roleId(owner, 'Sales Manager')}`,
      'permissions',
      'profile',
      'account',
      'security',
      'audit',
      'mails',
      'billing',
    ];
    await inConsole(roster.url, '/console/account', async ({ page }) => {
      await signInAt(page, owner, PASSWORD);
      await page.getByRole('navigation', { name: 'Pages' }).waitFor();
      const stuck: string[] = [];
      for (const screen of screens) {
        await page.route(READS, (route) => route.fulfill({ status: 500, body: 'no answer' }));
        await page.goto(`${roster.url}/console/${screen}`);
        await page.getByRole('heading', { level: 1 }).or(page.getByRole('alert')).first().waitFor();
        const isOffered = await againOn(page)
          .first()
          .waitFor({ timeout: 8_000 })
          .then(() => true)
          .catch(() => false);
        if (!isOffered) stuck.push(`${screen}: ${await page.getByRole('main').first().innerText()}`);
        await page.unroute(READS);
        if (!isOffered) continue;
        await eventually(`${screen} to be read`, async () => {
          if ((await againOn(page).count()) === 0) return true;
          await againOn(page)
            .first()
            .click({ timeout: 1_000 })
            .catch(() => undefined);
          return undefined;
        }).catch(async () => stuck.push(`${screen} again: ${await page.getByRole('main').first().innerText()}`));
      }
      expect(stuck).toEqual([]);
    });
  });
});
