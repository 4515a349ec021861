import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { freePort } from '@roster/deploy';
import type { BrowserContext, Page } from 'playwright-core';
import { openGateway, type OpenGateway } from '../../apps/gateway/src/testing/test-gateway.js';
import { browsing, findBrowser } from '../harness/browser.js';
import { IdentityWorld, PASSWORD, type Owner } from './world.js';

let world: IdentityWorld;
let gateway: OpenGateway;
let owner: Owner;
let url: string;

beforeAll(async () => {
  await findBrowser();
  const port = await freePort();
  // Not 127.0.0.1: a passkey is made for a name.
  url = `http://localhost:${port}`;
  world = await IdentityWorld.create({ PUBLIC_URL: url });
  gateway = await openGateway(world.service.nats.url, { PORT: String(port) });
  owner = await world.openAccount();
});

afterAll(async () => {
  await gateway.close();
  await world.close();
});

interface Answer {
  status: number;
  body: { code?: string; challenge?: string; [name: string]: unknown };
}

/** As a page of ours asks: with the cookie, and the header that shows that it is ours. */
const ask = (page: Page, method: string, path: string, body?: object): Promise<Answer> =>
  page.evaluate(
    async ({ method: verb, path: to, json }) => {
      const headers = { 'content-type': 'application/json', 'x-requested-with': 'roster' };
      const response = await fetch(to, { method: verb, headers, ...(json !== undefined && { body: json }) });
      const text = await response.text();
      return { status: response.status, body: text ? JSON.parse(text) : {} };
    },
    { method, path, json: body && JSON.stringify(body) },
  );

/** What the browser makes of options, in its own JSON. Text, since these are names of a page and none of ours. */
const inPage = (page: Page, { body }: Answer, kind: 'Creation' | 'Request', verb: 'create' | 'get'): Promise<object> =>
  page.evaluate(`(async () => {
    const publicKey = PublicKeyCredential.parse${kind}OptionsFromJSON(${JSON.stringify(body['options'])});
    return (await navigator.credentials.${verb}({ publicKey })).toJSON();
  })()`);

const create = (page: Page, answer: Answer) => inPage(page, answer, 'Creation', 'create');
const get = (page: Page, answer: Answer) => inPage(page, answer, 'Request', 'get');

/** A device with a fingerprint reader. By default the person's finger is on it. */
async function withAuthenticator(browser: BrowserContext) {
  const page = await browser.newPage();
  await page.goto(`${url}/verify-email`);
  const devtools = await browser.newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  const { authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  const recognise = (isUserVerified: boolean) =>
    devtools.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified });
  return { page, recognise };
}

it('a passkey is made in a browser, and lets its person in as the first thing, the second and again (S24)', async () => {
  await browsing(async (browser) => {
    const { page, recognise } = await withAuthenticator(browser);
    const credentials = { email: owner.email, password: PASSWORD };
    expect((await ask(page, 'POST', '/v1/sessions', credentials)).status).toBe(201);
    const unproved = await ask(page, 'POST', '/v1/me/passkeys/options');
    expect(unproved).toMatchObject({ status: 401, body: { details: { purpose: 'factors' } } });
    const proof = { password: PASSWORD, purpose: 'factors' };
    expect((await ask(page, 'POST', '/v1/sessions/reauthentication', proof)).status).toBe(201);

    const response = await create(page, await ask(page, 'POST', '/v1/me/passkeys/options'));
    const added = await ask(page, 'POST', '/v1/me/passkeys', { name: 'This laptop', response });
    expect(added).toMatchObject({ status: 201, body: { passkey: { name: 'This laptop' } } });
    expect((await ask(page, 'GET', '/v1/me/second-factors')).body).toMatchObject({ passkeys: [{ lastUsedAt: null }] });
    await ask(page, 'DELETE', '/v1/sessions/current');

    const first = await get(page, await ask(page, 'POST', '/v1/sessions/passkey-options', {}));
    expect((await ask(page, 'POST', '/v1/sessions/passkey', { response: first })).status).toBe(201);
    expect((await ask(page, 'GET', '/v1/me')).body).toMatchObject({ user: { email: owner.email } });
    const replayed = await ask(page, 'POST', '/v1/sessions/passkey', { response: first });
    expect([replayed.status, replayed.body.code]).toEqual([401, 'passkey.invalid']);
    await ask(page, 'DELETE', '/v1/sessions/current');

    const due = await ask(page, 'POST', '/v1/sessions', credentials);
    expect(due).toMatchObject({ status: 200, body: { next: 'second-factor' } });
    const { challenge } = due.body;
    const second = await get(
      page,
      await ask(page, 'POST', '/v1/sessions/second-factor/passkey-options', { challenge }),
    );
    expect((await ask(page, 'POST', '/v1/sessions/second-factor', { challenge, passkey: second })).status).toBe(201);

    const again = await get(page, await ask(page, 'POST', '/v1/sessions/reauthentication/passkey-options'));
    expect((await ask(page, 'POST', '/v1/sessions/reauthentication', { passkey: again })).status).toBe(201);

    // An address is asked with its own passkeys, and with a decoy the browser finds nothing.
    const { email } = owner;
    const named = await get(page, await ask(page, 'POST', '/v1/sessions/passkey-options', { email }));
    expect((await ask(page, 'POST', '/v1/sessions/passkey', { response: named })).status).toBe(201);

    await recognise(false);
    const unrecognised = get(page, await ask(page, 'POST', '/v1/sessions/passkey-options', {}));
    await expect(unrecognised).rejects.toThrow(/NotAllowedError/);
  });
});
