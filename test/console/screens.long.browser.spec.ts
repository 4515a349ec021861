import { beforeAll, describe, expect, it } from '@jest/globals';
import { DEMO_PASSWORD, DemoApi, makeDemo } from '@roster/deploy';
import { findBrowser, type Page } from '../harness/browser.js';
import { expectAccessible, inConsole, signInAt } from '../harness/console.js';
import { signIn, succeeded, unique } from '../harness/people.js';
import { photograph } from '../harness/screenshots.js';
import { sharedSystem, type Roster } from '../harness/system.js';

/** What an owner sees, by product: a name for the pictures, and the address. */
const SCREENS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  ortto: {
    home: '',
    users: '/users',
    'new-user': '/users/new',
    user: '/users/:member',
    'user-permissions': '/users/:member?tab=permissions',
    'user-security': '/users/:member?tab=security',
    'user-activity': '/users/:member?tab=activity',
    roles: '/roles',
    role: '/roles/:role',
    'new-role': '/roles/new',
    permissions: '/permissions',
    teams: '/teams',
    profile: '/profile',
    account: '/account',
    security: '/security',
    audit: '/audit',
    mails: '/mails',
  },
  ontraport: {
    'new-user-form': '/users/new',
    'user-exceptions': '/users/:member?tab=exceptions',
    'role-scopes': '/roles/:role',
    'role-chart': '/roles/chart',
    'profile-addresses': '/profile',
  },
  botplatform: { 'users-permissions': '/users', 'new-user-permissions': '/users/new' },
  jaicp: { 'users-switch': '/users', 'new-user-password': '/users/new' },
};

let roster: Roster;

beforeAll(async () => {
  roster = sharedSystem();
  await findBrowser();
});

describe.each(Object.keys(SCREENS))('The screens of %s', (preset) => {
  it('fit telephones and desks, in both colour schemes, and can be used by everybody', async () => {
    const email = await makeDemo({
      api: new DemoApi(roster.url),
      mails: roster.mail,
      preset,
      run: unique(preset),
      say: () => undefined,
    });
    const { api } = await signIn(roster, email, DEMO_PASSWORD);
    const members = succeeded(await api.get('/v1/members?status=active')).body.items;
    const roles = succeeded(await api.get('/v1/roles')).body.items;
    const place = (path: string) => path.replace(':member', members[1]?.id).replace(':role', roles.at(-1)?.id);
    const faults: string[] = [];
    await inConsole(roster.url, '/console', async ({ page }) => {
      await signInAt(page, { email }, DEMO_PASSWORD);
      await page.getByRole('navigation', { name: 'Pages' }).waitFor();
      for (const [name, path] of Object.entries(SCREENS[preset] ?? {})) {
        await open(page, place(path));
        faults.push(...(await photograph(page, name)));
        await expectAccessible(page);
      }
    });
    expect(faults).toEqual([]);
  });
});

async function open(page: Page, path: string): Promise<void> {
  await page.setViewportSize({ width: 1_440, height: 900 });
  await page.goto(`${roster.url}/console${path}`);
  await page.getByRole('heading', { level: 1 }).waitFor();
}
