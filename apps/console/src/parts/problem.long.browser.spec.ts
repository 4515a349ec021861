import { beforeAll, describe, it } from '@jest/globals';
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

/** By part of the console; `:owner` and `:role` are ids. */
const SCREENS: Readonly<Record<string, readonly string[]>> = {
  people: ['users', 'users/new', 'users/:owner', 'roles', 'roles/chart', 'roles/new', 'roles/:role'],
  'one person': ['permissions', 'exceptions', 'security', 'activity'].map((tab) => `users/:owner?tab=${tab}`),
  'the account': ['permissions', 'profile', 'account', 'security', 'audit', 'mails', 'billing'],
};

describe('What could not be read', () => {
  it.each(Object.entries(SCREENS))(
    'is said on the screens of %s, and can be asked for again there',
    async (_, paths) => {
      const owner = await openAccount(roster, { preset: 'ontraport' });
      const role = await roleId(owner, 'Sales Manager');
      await inConsole(roster.url, '/console', async ({ page }) => {
        await signInAt(page, owner, PASSWORD);
        await page.getByRole('navigation', { name: 'Pages' }).waitFor();
        for (const path of paths) {
          const screen = path.replace(':owner', owner.memberId).replace(':role', role);
          await page.route(READS, (route) => route.fulfill({ status: 500, body: 'no answer' }));
          await page.goto(`${roster.url}/console/${screen}`);
          await eventually(`${path} to offer another try`, async () => (await againOn(page).count()) > 0 || undefined);
          await page.unroute(READS);
          await eventually(`${path} to be read`, async () => {
            if ((await againOn(page).count()) === 0) return true;
            await againOn(page)
              .first()
              .click({ timeout: 1_000 })
              .catch(() => undefined);
            return undefined;
          });
        }
      });
    },
  );
});
