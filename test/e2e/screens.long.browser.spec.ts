import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { DEMO_PASSWORD, DemoApi, makeDemo } from '@roster/deploy';
import { findBrowser, type Page } from '../harness/browser.js';
import { expectAccessible, inConsole, signInAt } from '../harness/console.js';
import { signIn, succeeded, unique } from '../harness/people.js';
import { sharedSystem, type Roster } from '../harness/system.js';

/** Where the pictures go, for people to look at. `docs/console.png` is one of them. */
const PICTURES = join(import.meta.dirname, '../../.roster/screens');

/** The narrowest telephone (WCAG 2.2, 1.4.10), a tablet, and a desk. */
const WIDTHS = [320, 768, 1_440];

/** Every screen that an owner sees, by its address. */
const SCREENS: readonly (readonly [preset: string, name: string, path: string])[] = [
  ['ortto', 'home', ''],
  ['ortto', 'users', '/users'],
  ['ortto', 'new-user', '/users/new'],
  ['ortto', 'user', '/users/:member'],
  ['ortto', 'roles', '/roles'],
  ['ortto', 'role', '/roles/:role'],
  ['ortto', 'permissions', '/permissions'],
  ['ortto', 'teams', '/teams'],
  ['ortto', 'profile', '/profile'],
  ['ortto', 'account', '/account'],
  ['ortto', 'security', '/security'],
  ['ortto', 'audit', '/audit'],
  ['ortto', 'mails', '/mails'],
  ['ontraport', 'new-user-form', '/users/new'],
  ['ontraport', 'role-scopes', '/roles/:role'],
  ['ontraport', 'role-chart', '/roles/chart'],
  ['botplatform', 'users-permissions', '/users'],
  ['botplatform', 'new-user-permissions', '/users/new'],
  ['jaicp', 'users-switch', '/users'],
  ['jaicp', 'new-user-password', '/users/new'],
];

let roster: Roster;

beforeAll(async () => {
  roster = sharedSystem();
  await findBrowser();
  await mkdir(PICTURES, { recursive: true });
});

describe.each(['ortto', 'ontraport', 'botplatform', 'jaicp'])('The screens of %s', (preset) => {
  it('fit telephones and desks, in both colour schemes, and can be used by everybody', async () => {
    const email = await makeDemo({
      api: new DemoApi(roster.url),
      mails: roster.mail,
      preset,
      run: unique(preset),
      say: () => undefined,
    });
    const { api } = await signIn(roster, email, DEMO_PASSWORD);
    const members = succeeded(await api.get('/v1/members')).body.items;
    const roles = succeeded(await api.get('/v1/roles')).body.items;
    const place = (path: string) => path.replace(':member', members[1]?.id).replace(':role', roles.at(-1)?.id);
    const faults: string[] = [];
    await inConsole(roster.url, '/console', async ({ page }) => {
      await signInAt(page, { email }, DEMO_PASSWORD);
      await page.getByRole('navigation', { name: 'Pages' }).waitFor();
      for (const [product, name, path] of SCREENS) {
        if (product !== preset) continue;
        await page.setViewportSize({ width: 1_440, height: 900 });
        await page.goto(`${roster.url}/console${place(path)}`);
        await rest(page);
        faults.push(...(await picture(page, name)));
        await expectAccessible(page);
      }
    });
    expect(faults).toEqual([]);
  });
});

/** Takes the pictures, and says at which widths something stands out of the page. */
async function picture(page: Page, name: string): Promise<string[]> {
  const faults: string[] = [];
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme });
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 });
      await rest(page);
      await page.screenshot({ path: join(PICTURES, `${name}-${width}-${colorScheme}.png`) });
      const wide = await page.evaluate<number>('document.documentElement.scrollWidth');
      if (wide > width) faults.push(`${name} is ${wide} px wide in a window of ${width}`);
    }
  }
  return faults;
}

/** Waits until nothing loads any more. */
async function rest(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await page.waitForFunction(
    "document.querySelectorAll('[aria-busy=true], .mantine-Loader-root, .mantine-Skeleton-root').length === 0",
  );
}
