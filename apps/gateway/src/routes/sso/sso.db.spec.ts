import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  finishConnection,
  finishSso,
  ipUnauthorized,
  linkSso,
  renewBySso,
  requestIpAuthorization,
  RosterError,
  startConnection,
  startOwnSso,
  finishSsoTrial,
  startSso,
  startSsoTrial,
  type SessionStarted,
  type SsoTrial,
} from '@roster/contracts';
import { freePort } from '@roster/deploy';
import { browsing, findBrowser, type Page } from '../../../../../test/harness/browser.js';
import { sessionStarted } from '../../testing/session-started.js';
import { bearer, startTestGateway, type TestGateway } from '../../testing/test-gateway.js';

const ID = '0197a9b4-7a57-7c2e-8a3e-000000000001';
const ours = { 'x-requested-with': 'roster' };
const asked = { url: 'https://idp.example.com/auth?state=x', expiresAt: '2030-01-01T00:00:00.000Z' };
const trial: SsoTrial = {
  connectionId: ID,
  connectionName: 'Acme',
  person: { subject: 's', email: 'ada@example.com', emailTrusted: true, name: 'Ada', secondFactor: false },
  outcome: 'refused',
  memberId: null,
  refusal: 'not-a-member',
};
const session = sessionStarted({ token: 'secret-token' });
const hashOf = (secret: string) => createHash('sha256').update(secret).digest('hex');

let test: TestGateway;
let url: string;
/** What the service was sent, by contract. */
let seen: { subject: string; input: Record<string, unknown> }[];
/** Identity's answer to a person who comes back from their provider. */
let finish: (input: object) => { session: SessionStarted };

beforeAll(async () => {
  await findBrowser();
  const port = await freePort();
  url = `http://localhost:${port}`;
  test = await startTestGateway({ PORT: String(port) });
  const note =
    <O extends object>(subject: string, answer: O) =>
    (input: object) => {
      seen.push({ subject, input: { ...input } });
      return answer;
    };
  test.peers.answer(startSso, note('start', asked));
  test.peers.answer(startOwnSso, note('start-own', asked));
  test.peers.answer(startSsoTrial, note('start-trial', asked));
  test.peers.answer(finishSsoTrial, note('trial', trial));
  test.peers.answer(startConnection, note('connect', asked));
  finish = note('finish', { session });
  test.peers.answer(finishSso, finish);
  test.peers.answer(renewBySso, note('renew', { session }));
  test.peers.answer(linkSso, note('link', {}));
  test.peers.answer(finishConnection, note('connected', { provider: 'pages' }));
});
afterAll(() => test.close());
beforeEach(() => {
  seen = [];
});

const begin = (headers: Record<string, string> = {}) =>
  test.ask('/v1/sso/authorizations', { headers, body: { accountId: ID, connectionId: ID } });

describe('what begins at a provider', () => {
  it('is tied to the browser by a cookie that no script reads and no other host plants (S34)', async () => {
    const { status, headers, body } = await begin();
    expect([status, body]).toEqual([200, asked]);
    const [line = ''] = headers['set-cookie'] ?? [];
    const secret = /^roster_sso=([\w-]{43}); Max-Age=600; Path=\/; HttpOnly; SameSite=Lax$/.exec(line)?.[1] ?? '';
    expect(seen).toEqual([
      { subject: 'start', input: { accountId: ID, connectionId: ID, bindingHash: hashOf(secret) } },
    ]);
    const again = await begin({ cookie: `roster_sso=${secret}` });
    expect(again.headers['set-cookie']?.[0]).toContain(secret);
    const planted = await begin({ cookie: 'roster_sso=short' });
    expect(planted.headers['set-cookie']?.[0]).not.toContain('short');
  });

  it('ends in a session as cookie, with the browser’s own binding, whatever the body says', async () => {
    const secret = 'a'.repeat(43);
    const body = { connectionId: ID, state: 's', code: 'c', bindingHash: hashOf('another') };
    const headers = { ...ours, cookie: `roster_sso=${secret}` };
    const { status, headers: answered, text } = await test.ask('/v1/sessions/sso', { headers, body });
    expect(status).toBe(201);
    expect(text).not.toContain('secret-token');
    expect(answered['set-cookie']?.[0]).toMatch(/^roster_session=secret-token; /);
    expect(seen[0]?.input['bindingHash']).toBe(hashOf(secret));
  });

  it('is nobody’s without the cookie', async () => {
    await test.ask('/v1/sessions/sso', { body: { connectionId: ID, state: 's', code: 'c' } });
    expect(seen[0]?.input['bindingHash']).toBe(hashOf(''));
  });

  it('wants a session where it is a person’s own', async () => {
    const { token } = test.peers.signIn();
    const answer = { connectionId: ID, state: 's', code: 'c' };
    const routes: [string, object, number][] = [
      ['/v1/me/sso/authorizations', { connectionId: ID, purpose: 'renew' }, 200],
      ['/v1/sessions/reauthentication/sso', answer, 201],
      ['/v1/me/sso-identities', answer, 204],
      ['/v1/sso/trials/authorizations', { connectionId: ID }, 200],
      ['/v1/sso/trials', answer, 200],
      ['/v1/me/connections/authorizations', { provider: 'pages' }, 200],
      ['/v1/me/connections', { provider: 'pages', state: 's', code: 'c' }, 200],
    ];
    for (const [path, body, status] of routes) {
      expect(await test.ask(path, { body })).toMatchObject({ status: 401, body: { code: 'session.required' } });
      expect({ path, status: (await test.ask(path, { body, headers: bearer(token) })).status }).toEqual({
        path,
        status,
      });
    }
  });
});

describe('the page that a provider sends the browser back to', () => {
  /** Where the page goes from there, and what its last state says of itself. */
  const visit = (path: string, until: (page: Page) => Promise<unknown>) =>
    browsing(async (browser) => {
      await browser.addCookies([{ name: 'roster_sso', value: 'b'.repeat(43), url }]);
      const page = await browser.newPage();
      const [complaints, addresses]: [string[], string[]] = [[], []];
      page.on('pageerror', (error) => complaints.push(error.message));
      page.on('request', (request) => request.url().startsWith(url) || complaints.push(request.url()));
      page.on('framenavigated', (frame) => addresses.push(frame.url()));
      await page.goto(url + path);
      await until(page);
      const cookies = await browser.cookies();
      return { addresses, complaints, cookies };
    });

  it('sends on what it was given, and keeps nothing of it in the address (S35)', async () => {
    const { addresses, complaints, cookies } = await visit(
      `/sso-callback/${ID}?state=sign-in.x&code=c%2Fd&iss=i&x=1`,
      (page) => page.waitForURL(/\/console/),
    );
    expect(addresses[1]).toBe(`${url}/sso-callback/${ID}`);
    expect(addresses.slice(1).filter((address) => /state=|code=/.test(address))).toEqual([]);
    expect(complaints).toEqual([]);
    expect(cookies).toContainEqual(expect.objectContaining({ name: 'roster_session', value: 'secret-token' }));
    const input = { connectionId: ID, state: 'sign-in.x', code: 'c/d', iss: 'i', bindingHash: hashOf('b'.repeat(43)) };
    expect(seen).toEqual([{ subject: 'finish', input }]);
  });

  it('offers to authorize the network address that the account does not know, at the press of a button (SC-11)', async () => {
    const refuse = () => {
      throw new RosterError(ipUnauthorized, undefined, { details: { challenge: 'the-challenge' } });
    };
    test.peers.answer(finishSso, refuse);
    test.peers.answer(requestIpAuthorization, (input) => {
      seen.push({ subject: 'authorize', input: { ...input } });
      return {};
    });
    try {
      await browsing(async (browser) => {
        const page = await browser.newPage();
        await page.goto(`${url}/sso-callback/${ID}?state=sign-in.x&code=c`);
        const button = page.getByRole('button', { name: 'Authorize me' });
        await button.waitFor();
        expect(seen).toEqual([]);
        await button.click();
        await page.getByRole('status').filter({ hasText: 'mail' }).waitFor();
        expect(seen).toEqual([{ subject: 'authorize', input: { challenge: 'the-challenge' } }]);
        expect(await button.count()).toBe(0);
      });
    } finally {
      test.peers.answer(finishSso, finish);
    }
  });

  it('does nothing with what is incomplete', async () => {
    for (const query of ['', '?code=c', '?state=constructor.x&code=c'])
      await visit(`/sso-callback/${ID}${query}`, (page) =>
        page.getByRole('heading', { name: 'That did not work' }).waitFor(),
      );
    expect(seen).toEqual([]);
  });
});
