import { beforeAll, describe, expect, it } from '@jest/globals';
import { browsing, findBrowser } from '../harness/browser.js';
import { linkIn, openLink, scanByBrowser, scanByRequests } from '../harness/mailed-links.js';
import { address, openAccount, PASSWORD, signIn, succeeded, type Person } from '../harness/people.js';
import { sharedSystem, type Roster } from '../harness/system.js';

const NEW = 'quite another long sentence';

/** The links that set a password or an address: by real mail, first opened by scanners, then by the person. */
describe('a link of one’s own (S36, S37)', () => {
  let roster: Roster;

  beforeAll(async () => {
    roster = sharedSystem();
    await findBrowser();
  });

  const mailed = async (email: string, subject: string) =>
    linkIn(await roster.mail.next(email, (mail) => mail.subject.includes(subject)));

  const mayAsk = async ({ api }: Person) => (await api.get('/v1/me')).status;

  /** All that scanners do; then the person presses the button. */
  const press = (link: string, button: string, done: string, fill?: { label: string; text: string }) =>
    browsing(async (browser) => {
      expect(await scanByRequests(link)).toEqual([200]);
      const { requests, url } = await scanByBrowser(browser, link);
      expect(url).toBe(link.split('#')[0]);
      expect(requests.filter((request) => !request.startsWith(`GET ${roster.url}/`))).toEqual([]);
      const { page } = await openLink(browser, link);
      if (fill) await page.getByLabel(fill.label).fill(fill.text);
      await page.getByRole('button', { name: button }).click();
      await page.getByText(done).waitFor();
    });

  it('sets a new password, and ends the sessions (S20, S29)', async () => {
    const owner = await openAccount(roster);
    expect(succeeded(await roster.api.post('/v1/password-resets', { email: owner.email })).status).toBe(202);
    const link = await mailed(owner.email, 'Choose a new password');
    await press(link, 'Set this password', 'Sign in with your new password', { label: 'New password', text: NEW });
    expect(await mayAsk(owner)).toBe(401);
    await expect(signIn(roster, owner.email, PASSWORD)).rejects.toThrow('credentials-invalid');
    expect(await mayAsk(await signIn(roster, owner.email, NEW))).toBe(200);
    await roster.mail.next(owner.email, ({ subject }) => subject.includes('password was changed'));
  });

  it('confirms a new address, and undoes it from the old one (S14, S44)', async () => {
    const owner = await openAccount(roster);
    const email = address('moved');
    expect(succeeded(await owner.api.post('/v1/me/email', { email })).status).toBe(202);
    await roster.mail.next(owner.email, ({ subject }) => subject.includes('was requested'));
    const confirm = await mailed(email, 'Confirm');
    await press(confirm, 'Confirm my new address', 'Sign in with your new address');
    const moved = await signIn(roster, email);
    expect((await moved.api.get(`/v1/members/${moved.memberId}`)).body.email).toBe(email);
    const undo = await mailed(owner.email, 'was changed');
    await press(undo, 'Undo the change of my address', 'You have your address back');
    expect([await mayAsk(owner), await mayAsk(moved)]).toEqual([401, 401]);
    await expect(signIn(roster, email)).rejects.toThrow('credentials-invalid');
    expect(await mayAsk(await signIn(roster, owner.email))).toBe(200);
  });

  it('is asked for in the same words whoever has the address, at the host of the settings (S12, S63)', async () => {
    const { email } = await openAccount(roster);
    const ask = (to: string) =>
      roster.api.post('/v1/password-resets', { email: to }, { headers: { 'x-forwarded-host': 'evil.example' } });
    const [known, unknown] = [await ask(email), await ask(address('nobody'))];
    expect([known.status, known.body]).toEqual([unknown.status, unknown.body]);
    expect((await mailed(email, 'Choose a new password')).startsWith(`${roster.url}/reset-password#token=`)).toBe(true);
  });
});
