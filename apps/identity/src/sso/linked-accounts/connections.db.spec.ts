import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { deleteConnection, finishConnection, listConnections, startConnection } from '@roster/contracts';
import { TestDns } from '../../../../../test/identity/dns.js';
import { TestProvider } from '../../../../../test/identity/provider.js';
import { browser, CLIENT, ssoSettings } from '../../../../../test/identity/sso.js';
import { codeOf, IdentityWorld, type Owner } from '../../../../../test/identity/world.js';

const SCOPES = ['pages:read', 'pages:write'];

let dns: TestDns;
let world: IdentityWorld;
let provider: TestProvider;
let owner: Owner;

beforeAll(async () => {
  dns = await TestDns.start();
  provider = await TestProvider.start([CLIENT]);
  const { issuer } = provider;
  const common = { issuer, clientId: CLIENT.id, clientSecret: CLIENT.secret, scopes: SCOPES };
  // One with discovery, and one without.
  const endpoints = {
    authorizationEndpoint: `${issuer}/auth`,
    tokenEndpoint: `${issuer}/token`,
    revocationEndpoint: `${issuer}/token/revocation`,
  };
  const parties = [
    { id: 'pages', name: 'Pages', ...common },
    { id: 'plain', name: 'Plain', ...common, ...endpoints },
  ];
  world = await IdentityWorld.create({ ...ssoSettings(dns), THIRD_PARTIES: JSON.stringify(parties) });
});
afterAll(async () => {
  await world.close();
  provider.close();
  dns.close();
});
beforeEach(async () => {
  owner = await world.openAccount();
  provider.add({});
  provider.requests.length = 0;
  provider.declines = false;
});

const land = async (party = 'pages', scopes?: string[], { call }: Owner = owner) => {
  const binding = browser();
  const input = { provider: party, ...binding, ...(scopes && { scopes }) };
  const { url } = await world.gateway.call(startConnection, input, call);
  return { provider: party, ...binding, ...(await provider.visit(url)) };
};
const connect = async (...how: Parameters<typeof land>) =>
  world.gateway.call(finishConnection, await land(...how), owner.call);
const rows = () =>
  world.sql<{ provider: string; access_token: string; refresh_token: string | null }>(
    'select provider, access_token, refresh_token from connections where user_id = $1',
    [owner.call.actor.userId],
  );
const revocations = () => provider.requests.filter((request) => request === 'POST /token/revocation').length;

describe('a third party (ID-40, ID-41, SC-21)', () => {
  it.each(['pages', 'plain'])('%s is connected, shown, and disconnected completely', async (party) => {
    const none = { provider: party, availableScopes: SCOPES, scopes: null, connectedAt: null };
    const list = () => world.gateway.call(listConnections, {}, owner.call);
    expect((await list()).items).toContainEqual(expect.objectContaining(none));
    const connected = await connect(party);
    expect(connected).toMatchObject({ provider: party, scopes: SCOPES });
    expect((await list()).items).toContainEqual(connected);
    await world.gateway.call(deleteConnection, { provider: party }, owner.call);
    expect((await list()).items).toContainEqual(expect.objectContaining(none));
    expect(await rows()).toEqual([]);
    expect(revocations()).toBeGreaterThan(0);
    expect(await codeOf(world.gateway.call(deleteConnection, { provider: party }, owner.call))).toBe(
      'connection.not-found',
    );
  });

  it('is granted more or less by connecting again, and the earlier tokens are revoked', async () => {
    await connect();
    const before = await rows();
    expect((await connect('pages', ['pages:read'])).scopes).toEqual(['pages:read']);
    expect(revocations()).toBeGreaterThan(0);
    expect(await rows()).toHaveLength(1);
    expect(await rows()).not.toEqual(before);
  });

  it('is forgotten even if its tokens cannot be revoked', async () => {
    await connect('plain');
    // Tokens that cannot be unsealed cannot be revoked either.
    await world.sql(`update connections set access_token = access_token || 'x' where user_id = $1`, [
      owner.call.actor.userId,
    ]);
    await world.gateway.call(deleteConnection, { provider: 'plain' }, owner.call);
    expect(await rows()).toEqual([]);
    expect(revocations()).toBe(0);
  });

  it('has its tokens kept sealed', async () => {
    await connect();
    const [row] = await rows();
    expect(row?.access_token).toMatch(/^[\w-]+$/);
    expect(Buffer.from(row?.access_token ?? '', 'base64url').length).toBeGreaterThan(43);
    expect(JSON.stringify(await world.gateway.call(listConnections, {}, owner.call))).not.toContain('oken');
  });
});

describe('an answer of a third party is refused', () => {
  it('for another person, in another browser, the second time, or at another party’s page', async () => {
    const landing = await land();
    const other = await world.openAccount();
    expect(await codeOf(world.gateway.call(finishConnection, landing, other.call))).toBe('sso.refused');
    for (const change of [browser(), { provider: 'plain' }, { state: 'connect.x' }])
      expect(await codeOf(world.gateway.call(finishConnection, { ...landing, ...change }, owner.call))).toBe(
        'sso.refused',
      );
    expect(await rows()).toEqual([]);
    await world.gateway.call(finishConnection, landing, owner.call);
    expect(await codeOf(world.gateway.call(finishConnection, landing, owner.call))).toBe('sso.refused');
  });

  it('if the person has declined, or the issuer is another', async () => {
    const landing = await land();
    expect(
      await codeOf(world.gateway.call(finishConnection, { ...landing, iss: 'https://example.com' }, owner.call)),
    ).toBe('sso.refused');
    provider.declines = true;
    expect(await codeOf(connect())).toBe('sso.refused');
    expect(await rows()).toEqual([]);
  });
});

it('is not asked for what the configuration does not name', async () => {
  await expect(land('pages', ['openid', 'everything'])).rejects.toMatchObject({
    code: 'connection.scope-unknown',
    details: { scopes: ['openid', 'everything'], choices: ['pages:read', 'pages:write'] },
  });
  await expect(land('nobody')).rejects.toMatchObject({
    code: 'connection.unknown',
    details: { choices: expect.arrayContaining(['pages']) },
  });
});
