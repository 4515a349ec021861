import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { freePort } from '@roster/deploy';
import type { BrowserContext } from 'playwright-core';
import { openGateway, type OpenGateway } from '../../apps/gateway/src/testing/test-gateway.js';
import { browsing, findBrowser } from '../harness/browser.js';
import { askInPage, createPasskey, passkeyDevice, usePasskey } from '../harness/passkey-device.js';
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

/** A page of ours, on a device that has passkeys. */
async function withAuthenticator(browser: BrowserContext) {
  const page = await browser.newPage();
  await page.goto(`${url}/verify-email`);
  return { page, device: await passkeyDevice(page) };
}

it('a passkey is made in a browser, and lets its person in as the first thing, the second and again (S24)', async () => {
  await browsing(async (browser) => {
    const { page, device } = await withAuthenticator(browser);
    const credentials = { email: owner.email, password: PASSWORD };
    expect((await askInPage(page, 'POST', '/v1/sessions', credentials)).status).toBe(201);
    const unproved = await askInPage(page, 'POST', '/v1/me/passkeys/options');
    expect(unproved).toMatchObject({ status: 401, body: { details: { purpose: 'factors' } } });
    const proof = { password: PASSWORD, purpose: 'factors' };
    expect((await askInPage(page, 'POST', '/v1/sessions/reauthentication', proof)).status).toBe(201);

    const response = await createPasskey(page, await askInPage(page, 'POST', '/v1/me/passkeys/options'));
    const added = await askInPage(page, 'POST', '/v1/me/passkeys', { name: 'This laptop', response });
    expect(added).toMatchObject({ status: 201, body: { passkey: { name: 'This laptop' } } });
    expect((await askInPage(page, 'GET', '/v1/me/second-factors')).body).toMatchObject({
      passkeys: [{ lastUsedAt: null }],
    });
    await askInPage(page, 'DELETE', '/v1/sessions/current');

    const first = await usePasskey(page, await askInPage(page, 'POST', '/v1/sessions/passkey-options', {}));
    expect((await askInPage(page, 'POST', '/v1/sessions/passkey', { response: first })).status).toBe(201);
    expect((await askInPage(page, 'GET', '/v1/me')).body).toMatchObject({ user: { email: owner.email } });
    const replayed = await askInPage(page, 'POST', '/v1/sessions/passkey', { response: first });
    expect([replayed.status, replayed.body.code]).toEqual([401, 'passkey.invalid']);
    await askInPage(page, 'DELETE', '/v1/sessions/current');

    const due = await askInPage(page, 'POST', '/v1/sessions', credentials);
    expect(due).toMatchObject({ status: 200, body: { next: 'second-factor' } });
    const { challenge } = due.body;
    const second = await usePasskey(
      page,
      await askInPage(page, 'POST', '/v1/sessions/second-factor/passkey-options', { challenge }),
    );
    expect((await askInPage(page, 'POST', '/v1/sessions/second-factor', { challenge, passkey: second })).status).toBe(
      201,
    );

    const again = await usePasskey(
      page,
      await askInPage(page, 'POST', '/v1/sessions/reauthentication/passkey-options'),
    );
    expect((await askInPage(page, 'POST', '/v1/sessions/reauthentication', { passkey: again })).status).toBe(201);

    // An address is asked with its own passkeys, and with a decoy the browser finds nothing.
    const { email } = owner;
    const named = await usePasskey(page, await askInPage(page, 'POST', '/v1/sessions/passkey-options', { email }));
    expect((await askInPage(page, 'POST', '/v1/sessions/passkey', { response: named })).status).toBe(201);

    await device.recognise(false);
    const unrecognised = usePasskey(page, await askInPage(page, 'POST', '/v1/sessions/passkey-options', {}));
    await expect(unrecognised).rejects.toThrow(/NotAllowedError/);
  });
});
