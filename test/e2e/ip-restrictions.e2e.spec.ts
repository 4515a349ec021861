import { Agent } from 'node:http';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { ask, type RequestOptions } from '../../apps/gateway/src/testing/client.js';
import { browsing, findBrowser } from '../harness/browser.js';
import { linkIn, openLink, scanByBrowser, scanByRequests } from '../harness/mailed-links.js';
import { openAccount, PASSWORD, succeeded, type Person } from '../harness/people.js';
import { sharedSystem, type Roster } from '../harness/system.js';

/** Linux answers on all of 127/8, so one machine has many addresses. No other client uses this one. */
const ELSEWHERE = '127.0.0.2';

/** SC-09 … SC-17 as a person meets them: by real mail, and from two addresses. */
describe('an account that restricts network addresses', () => {
  let roster: Roster;
  let owner: Person;

  beforeAll(async () => {
    roster = sharedSystem();
    await findBrowser();
    owner = await openAccount(roster, { preset: 'ontraport' });
    const on = await owner.api.send('PATCH', '/v1/settings/security', { ipRestrictions: true });
    expect(succeeded(on).body).toMatchObject({ ipRestrictions: true });
  });

  const elsewhere = (path: string, options: RequestOptions) =>
    ask(Number(new URL(roster.url).port), path, { agent: new Agent({ localAddress: ELSEWHERE }), ...options });

  const signIn = async () => {
    const { status, body } = await elsewhere('/v1/sessions', { body: { email: owner.email, password: PASSWORD } });
    return { status, body: body as { code?: string; token: string; details: { challenge: string } } };
  };

  /** Does everything that scanners do; then the person presses the button. */
  const press = (link: string) =>
    browsing(async (browser) => {
      expect(await scanByRequests(link)).toEqual([200]);
      const { requests, url } = await scanByBrowser(browser, link);
      expect(url).toBe(link.split('#')[0]);
      expect(requests.filter((request) => !request.startsWith(`GET ${roster.url}/`))).toEqual([]);
      expect((await signIn()).status).toBe(403);
      const { page } = await openLink(browser, link);
      await page.getByRole('button', { name: 'authorize the address' }).click();
      await page.getByText('The address is authorized').waitFor();
    });

  it('stops a sign-in from a new one until its mailed link is confirmed, and again once it is revoked', async () => {
    const stopped = await signIn();
    expect(stopped).toMatchObject({ status: 403, body: { code: 'ip.unauthorized' } });
    const { challenge } = stopped.body.details;
    expect((await elsewhere('/v1/ip-authorizations', { body: { challenge } })).status).toBe(204);
    const mail = await roster.mail.next(owner.email, ({ subject }) => subject.includes('Authorize'));
    // What mail programs must not make a link of has invisible characters in it.
    expect(mail.text.replaceAll('\u200c', '')).toContain(ELSEWHERE);
    expect(mail.text).toContain('change your password');
    await press(linkIn(mail));

    const { token } = (await signIn()).body;
    const there = roster.api.as(token);
    expect((await there.get('/v1/me')).status).toBe(200);
    const { items } = succeeded(await owner.api.get(`/v1/members/${owner.memberId}/ip-addresses`)).body;
    expect(items).toMatchObject([
      { address: ELSEWHERE, current: false },
      { address: '127.0.0.1', current: true },
    ]);
    succeeded(await owner.api.send('DELETE', '/v1/me/ip-addresses', { ids: [items[0].id] }));
    expect((await there.get('/v1/me')).status).toBe(401);
    expect(await signIn()).toMatchObject({ status: 403, body: { code: 'ip.unauthorized' } });
    expect((await owner.api.get('/v1/me')).status).toBe(200);
  });
});
