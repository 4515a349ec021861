import { beforeAll, describe, expect, it } from '@jest/globals';
import { browsing, findBrowser } from '../harness/browser.js';
import { linkIn, LINGER, openLink } from '../harness/mailed-links.js';
import { address, openAccount, PASSWORD, roleId, signIn, succeeded, unique, type Person } from '../harness/people.js';
import { sharedSystem, type Roster } from '../harness/system.js';

/** S36 and S37: programs open every mailed link, with scripts or without; only a person's hand on the button counts. */
describe('a mailed link', () => {
  let roster: Roster;
  let owner: Person;

  beforeAll(async () => {
    roster = sharedSystem();
    owner = await openAccount(roster);
    await findBrowser();
  });

  const invited = async () => {
    const email = address('linked');
    succeeded(await owner.api.post('/v1/invitations', { emails: [email], roleIds: [await roleId(owner, 'Editor')] }));
    return { email, link: linkIn(await roster.mail.next(email)) };
  };

  const signedUp = async () => {
    const email = address('linked-owner');
    const person = { email, password: PASSWORD, firstName: 'Lin', lastName: 'Ked' };
    succeeded(await roster.api.post('/v1/accounts', { name: unique('Linked'), preset: 'ortto', owner: person }));
    return { email, link: linkIn(await roster.mail.next(email)) };
  };

  const isPending = async (email: string) => {
    const { items } = (await owner.api.get('/v1/invitations?limit=200')).body;
    return items.find((invitation: { email: string }) => invitation.email === email)?.state === 'pending';
  };

  const isUnverified = async (email: string) => {
    const { status, body } = await roster.api.post('/v1/sessions', { email, password: PASSWORD });
    return status === 403 && body.code === 'email.unverified';
  };

  it('is good after 20 visits by GET and 20 by HEAD, which change nothing', async () => {
    const [invitation, signUp] = [await invited(), await signedUp()];
    for (const { link } of [invitation, signUp]) {
      const [bare = ''] = link.split('#');
      expect(link.startsWith(`${roster.url}/`)).toBe(true);
      for (const method of ['GET', 'HEAD']) {
        for (let visit = 0; visit < 20; visit++) {
          // Some scanners send the fragment along, or make a parameter of it.
          const response = await fetch(visit % 2 ? link.replace('#', '?') : bare, { method });
          expect({ method, link: bare, status: response.status }).toEqual({ method, link: bare, status: 200 });
          expect(response.headers.get('referrer-policy')).toBe('no-referrer');
        }
      }
    }
    expect(await isPending(invitation.email)).toBe(true);
    expect(await isUnverified(signUp.email)).toBe(true);
  });

  it('is good after a browser with scripts has opened it; the token leaves the address, and nothing leaves the site', async () => {
    const [invitation, signUp] = [await invited(), await signedUp()];
    await browsing(async (browser) => {
      for (const { link } of [invitation, signUp]) {
        const { page, requests } = await openLink(browser, link);
        await page.waitForTimeout(LINGER);
        expect(page.url()).toBe(link.split('#')[0]);
        expect(await page.evaluate('history.length')).toBeLessThanOrEqual(2);
        expect(await page.content()).not.toContain(link.split('=')[1]);
        expect(requests.length).toBeGreaterThan(0);
        expect(requests.filter((request) => !request.startsWith(`GET ${roster.url}/`))).toEqual([]);
        expect(requests.filter((request) => request.includes('token'))).toEqual(
          requests.filter((request) => request === `GET ${link}`),
        );
        await page.close();
      }
    });
    expect(await isPending(invitation.email)).toBe(true);
    expect(await isUnverified(signUp.email)).toBe(true);
    const { status } = await roster.api.post('/v1/invitations/lookup', { token: invitation.link.split('=')[1] });
    expect(status).toBe(200);
  });

  it('lets a person join: the page shows the account, asks for name and password, and its button accepts', async () => {
    const { email, link } = await invited();
    await browsing(async (browser) => {
      const { page } = await openLink(browser, link);
      await page.getByRole('button', { name: 'See the invitation' }).click();
      await page.getByLabel('First name').waitFor();
      expect(await page.getByLabel('E-mail address').inputValue()).toBe(email);
      await page.getByLabel('First name').fill('Lina');
      await page.getByLabel('Last name').fill('Linked');
      await page.getByLabel('Choose a password').fill(PASSWORD);
      await page.getByRole('button', { name: 'Accept the invitation' }).click();
      await page.getByText('You have joined the account').waitFor();
      const cookies = await browser.cookies(roster.url);
      const session = cookies.find(({ name }) => name === 'roster_session');
      expect(session).toMatchObject({ httpOnly: true, sameSite: 'Lax' });
      await page.goto(link); // In the same tab, where the browser changes nothing but the fragment.
      await page.getByRole('button', { name: 'See the invitation' }).click();
      expect(page.url()).toBe(link.split('#')[0]);
      await page.getByText('This link is no longer valid').waitFor();
    });
    const person = await signIn(roster, email);
    expect(person.accountId).toBe(owner.accountId);
    expect((await person.api.get('/v1/me')).body.user).toMatchObject({ firstName: 'Lina', lastName: 'Linked' });
  });

  it('lets a person verify the address', async () => {
    const { email, link } = await signedUp();
    await browsing(async (browser) => {
      const { page } = await openLink(browser, link);
      await page.getByRole('button', { name: 'Verify my address' }).click();
      await page.getByText('Your address is verified').waitFor();
    });
    expect((await signIn(roster, email)).email).toBe(email);
  });
});
