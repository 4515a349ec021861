import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createSession } from '@roster/contracts';
import { IdentityWorld, PASSWORD, sessionOf } from '../../../../../test/identity/world.js';
import { hashToken, randomToken } from '../../core/tokens/token.js';

let world: IdentityWorld;

beforeAll(async () => {
  world = await IdentityWorld.create();
});
afterAll(() => world.close());

/** Signs in; resolves with the secret that the device is given, if it is given one. */
async function signIn(email: string, device?: string): Promise<string | undefined> {
  const client = { address: '192.0.2.1', ...(device && { deviceHash: hashToken(device) }) };
  return sessionOf(await world.gateway.call(createSession, { email, password: PASSWORD }, { client })).deviceToken;
}

async function first(email: string, device?: string): Promise<string> {
  const secret = await signIn(email, device);
  if (secret === undefined) throw new Error('It was known already');
  return secret;
}

it('a device gets a secret once, by which it is known from then on; only the hash is stored', async () => {
  const { email } = await world.openAccount();
  const device = await first(email);
  expect(device).toMatch(/^[\w-]{43}$/);
  expect(await signIn(email, device)).toBeUndefined();
  expect(await world.sql('select from devices where token_hash = $1', [hashToken(device)])).toHaveLength(1);
  expect(await world.sql('select from devices where token_hash = $1', [device])).toHaveLength(0);
});

it('a secret that was not theirs is replaced, so that it is useless to whoever planted it', async () => {
  const [mallory, ada] = await Promise.all([world.openAccount(), world.openAccount()]);
  const planted = await first(mallory.email);
  const own = await first(ada.email, planted);
  expect(own).not.toBe(planted);
  expect(await signIn(ada.email, own)).toBeUndefined();
  expect(await signIn(ada.email, planted)).toEqual(expect.any(String));
  // The same goes for a secret that was never issued.
  const madeUp = randomToken();
  expect(await first(ada.email, madeUp)).not.toBe(madeUp);
  expect(await signIn(ada.email, madeUp)).toEqual(expect.any(String));
});

it('people who share a device all stay known on it', async () => {
  const [ada, bob] = await Promise.all([world.openAccount(), world.openAccount()]);
  const shared = await first(bob.email, await first(ada.email));
  expect(await signIn(ada.email, shared)).toBeUndefined();
  expect(await signIn(bob.email, shared)).toBeUndefined();
});

it('the last twenty devices that a person used are remembered', async () => {
  const { email } = await world.openAccount();
  const oldest = await first(email);
  const kept = await first(email);
  for (let other = 0; other < 18; other += 1) await first(email);
  expect(await signIn(email, kept)).toBeUndefined();
  await first(email);
  expect(await signIn(email, kept)).toBeUndefined();
  expect(await signIn(email, oldest)).toEqual(expect.any(String));
});
