import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  acceptInvitation,
  addDomain,
  changeSsoConnection,
  createSession,
  createSsoConnection,
  deleteSsoConnection,
  getSsoConnection,
  listDomains,
  listSsoConnections,
  mailRequested,
  removeDomain,
  roleAboveOwn,
  RosterError,
  startOwnSso,
  verifyDomain,
  type CreateSsoConnection,
  type PersonActor,
} from '@roster/contracts';
import { TestDns } from '../../../../../test/identity/dns.js';
import { TestProvider } from '../../../../../test/identity/provider.js';
import { browser, CLIENT, newDomain, Sso, ssoSettings } from '../../../../../test/identity/sso.js';
import {
  address,
  codeOf,
  EDITOR,
  IdentityWorld,
  PASSWORD,
  sessionOf,
  type Owner,
} from '../../../../../test/identity/world.js';

let dns: TestDns;
let world: IdentityWorld;
let sso: Sso;
let provider: TestProvider;
let rival: TestProvider;

beforeAll(async () => {
  dns = await TestDns.start();
  [provider, rival] = await Promise.all([TestProvider.start([CLIENT]), TestProvider.start([CLIENT])]);
  world = await IdentityWorld.create(ssoSettings(dns));
  sso = new Sso(world, dns);
});
afterAll(async () => {
  await world.close();
  provider.close();
  rival.close();
  dns.close();
});

/** The same person, whose last proof is old. */
const stale = ({ call }: Owner): Owner['call'] => {
  const actor: PersonActor = { ...call.actor, authenticatedAt: new Date(Date.now() - 3_600_000).toISOString() };
  return { ...call, actor };
};

const create = (owner: Owner, over: Partial<CreateSsoConnection>) =>
  world.gateway.call(
    createSsoConnection,
    { kind: 'generic', name: 'Acme', clientId: CLIENT.id, clientSecret: CLIENT.secret, ...over },
    owner.call,
  );

describe('a connection', () => {
  it('is set up, shown, changed and deleted, and never shows its secret', async () => {
    const owner = await world.openAccount();
    const { call } = owner;
    const made = await sso.connection(owner, provider);
    expect(made).toEqual({
      id: expect.any(String),
      kind: 'generic',
      name: 'Acme',
      issuer: provider.issuer,
      clientId: CLIENT.id,
      redirectUri: `http://localhost:3000/sso-callback/${made.id}`,
      enforced: false,
      provisions: false,
      trustsAddresses: false,
      trustsSecondFactor: false,
      roleIds: [],
      provisioning: { state: 'off', reason: null, memberId: null, since: null },
      createdAt: expect.any(String),
    });
    const key = { connectionId: made.id };
    expect(await world.gateway.call(listSsoConnections, {}, call)).toEqual({ items: [made], nextCursor: null });
    const changed = await world.gateway.call(changeSsoConnection, { ...key, name: 'New', clientSecret: 'n' }, call);
    expect(changed).toEqual({ ...made, name: 'New' });
    expect(await world.gateway.call(getSsoConnection, key, call)).toEqual(changed);
    await world.gateway.call(deleteSsoConnection, key, call);
    expect(await codeOf(world.gateway.call(getSsoConnection, key, call))).toBe('sso-connection.not-found');
    const told = (await world.acts(owner.accountId)).filter(({ targetId }) => targetId === made.id);
    expect(told.map(({ action, parts }) => [action, parts[0]?.before, parts[0]?.after])).toMatchObject([
      ['sso-connection.created', null, { name: made.name }],
      ['sso-connection.changed', { name: made.name }, { name: 'New' }],
      ['sso-connection.deleted', { name: 'New' }, null],
    ]);
    const [row] = await world.sql<{ sealed: string }>(`select string_agg(envelope::text, '') as sealed from outbox`);
    expect(row?.sealed).not.toContain('clientSecret');
  });

  it('keeps its secret sealed', async () => {
    const owner = await world.openAccount();
    const { id } = await sso.connection(owner, provider);
    const [row] = await world.sql<{ client_secret: string }>(
      'select client_secret from sso_connections where id = $1',
      [id],
    );
    expect(Buffer.from(row?.client_secret ?? '', 'base64url').toString('latin1')).not.toContain(CLIENT.secret);
  });

  it('cannot be changed without a fresh proof (S22)', async () => {
    const owner = await world.openAccount();
    const { id } = await sso.connection(owner, provider);
    const call = stale(owner);
    const key = { connectionId: id };
    expect(await codeOf(create({ ...owner, call }, { issuer: provider.issuer }))).toBe(
      'session.reauthentication-required',
    );
    for (const contract of [changeSsoConnection, deleteSsoConnection])
      expect(await codeOf(world.gateway.call(contract, key, call))).toBe('session.reauthentication-required');
  });

  it('gives only roles that its creator could give (S51)', async () => {
    const owner = await world.openAccount();
    const { id: connectionId } = await sso.connection(owner, provider, { roleIds: [EDITOR.id] });
    const { assignable } = world.neighbours;
    world.neighbours.assignable = () => {
      throw new RosterError(roleAboveOwn);
    };
    const wanted = { issuer: provider.issuer, roleIds: [EDITOR.id] };
    for (const provisions of [true, false])
      expect(await codeOf(create(owner, { ...wanted, provisions }))).toBe('role.above-own');
    for (const change of [{ provisions: true }, { roleIds: [EDITOR.id] }])
      expect(await codeOf(world.gateway.call(changeSsoConnection, { connectionId, ...change }, owner.call))).toBe(
        'role.above-own',
      );
    world.neighbours.assignable = assignable;
  });

  it.each<[string, Partial<CreateSsoConnection>]>([
    ['no issuer', {}],
    ['a text that is no URL', { issuer: 'acme' }],
    ['a page about a provider', { issuer: 'http://127.0.0.1:1/.well-known/openid-configuration' }],
    ['a query', { issuer: 'https://idp.example.com/?tenant=acme' }],
    ['all tenants of Microsoft', { kind: 'microsoft', issuer: 'https://login.microsoftonline.com/common/v2.0' }],
    ['another’s Google', { kind: 'google', issuer: 'https://accounts.example.com' }],
    ['an Okta without https', { kind: 'okta', issuer: 'http://127.0.0.1' }],
    ['an address where nobody answers', { issuer: 'http://127.0.0.1:1' }],
  ])('is not created with %s as its issuer', async (_, over) => {
    const owner = await world.openAccount();
    expect(await codeOf(create(owner, over))).toBe('sso-connection.issuer-unusable');
  });
});

it('sends no request to a private network, whatever the name (S65)', async () => {
  let connected = 0;
  const listener = createServer((_, response) => response.end('{}')).on('connection', () => (connected += 1));
  listener.listen(0, '::');
  await once(listener, 'listening');
  const { port } = listener.address() as AddressInfo;
  const strict = await IdentityWorld.create({ DNS_SERVERS: dns.address });
  try {
    const owner = await strict.openAccount();
    const hosts = [
      '127.0.0.1',
      'localhost',
      'localhost.localdomain',
      '[::1]',
      '0.0.0.0',
      '[::]',
      '[::ffff:127.0.0.1]',
      '2130706433',
      '0x7f.1',
      '0177.0.0.1',
      '169.254.169.254',
    ];
    for (const host of hosts) {
      for (const scheme of ['https', 'http']) {
        const issuer = `${scheme}://${host}:${port}`;
        const input = { kind: 'generic', name: 'Acme', issuer, clientId: 'x', clientSecret: 'y' } as const;
        expect(await codeOf(strict.gateway.call(createSsoConnection, input, owner.call))).toBe(
          'sso-connection.issuer-unusable',
        );
      }
    }
    expect(connected).toBe(0);
  } finally {
    await strict.close();
    listener.closeAllConnections();
    listener.close();
  }
});

it('follows no redirect (S65)', async () => {
  const asked: string[] = [];
  const redirecting = createServer(({ url }, response) => {
    asked.push(url ?? '');
    response.writeHead(302, { location: `${provider.issuer}/.well-known/openid-configuration` }).end();
  });
  redirecting.listen(0, '127.0.0.1');
  await once(redirecting, 'listening');
  const owner = await world.openAccount();
  provider.requests.length = 0;
  const issuer = `http://127.0.0.1:${(redirecting.address() as AddressInfo).port}`;
  expect(await codeOf(create(owner, { issuer }))).toBe('sso-connection.issuer-unusable');
  expect(asked).toEqual(['/.well-known/openid-configuration']);
  expect(provider.requests).toEqual([]);
  redirecting.closeAllConnections();
  redirecting.close();
});

it('cannot be seen, changed or deleted by another account (P6)', async () => {
  const [owner, other] = await Promise.all([world.openAccount(), world.openAccount()]);
  const { id: connectionId } = await sso.connection(owner, provider);
  const input = { connectionId, purpose: 'link', ...browser() } as const;
  for (const key of [connectionId, randomUUID()]) {
    for (const contract of [getSsoConnection, changeSsoConnection, deleteSsoConnection]) {
      const work = world.gateway.call(
        contract,
        { connectionId: key, ...(contract === changeSsoConnection && { name: 'x' }) },
        other.call,
      );
      expect(await codeOf(work)).toBe('sso-connection.not-found');
    }
    expect(await codeOf(world.gateway.call(startOwnSso, { ...input, connectionId: key }, other.call))).toBe(
      'sso-connection.not-found',
    );
  }
  expect(await world.gateway.call(listSsoConnections, {}, other.call)).toEqual({ items: [], nextCursor: null });
});

describe('a domain', () => {
  it('is verified by its record in DNS, and by nothing else', async () => {
    const owner = await world.openAccount();
    const { call } = owner;
    const name = newDomain();
    const { id: domainId, ...added } = await world.gateway.call(
      addDomain,
      { domain: ` ${name.toUpperCase()}. ` },
      call,
    );
    expect(added).toMatchObject({ domain: name, verifiedAt: null });
    expect(added.record).toMatchObject({ type: 'TXT', name: `_roster-verification.${name}` });
    const verify = () => world.gateway.call(verifyDomain, { domainId }, call);
    expect(await codeOf(verify())).toBe('domain.unproven');
    dns.records.set(added.record.name, ['roster-verification=another', 'v=spf1 -all']);
    expect(await codeOf(verify())).toBe('domain.unproven');
    dns.records.set(name, [added.record.value]);
    expect(await codeOf(verify())).toBe('domain.unproven');
    dns.records.set(added.record.name, ['v=spf1 -all', added.record.value]);
    expect((await verify()).verifiedAt).not.toBeNull();
    expect((await world.gateway.call(listDomains, {}, call)).items).toHaveLength(1);
    expect(await codeOf(world.gateway.call(addDomain, { domain: name }, call))).toBe('domain.exists');
  });

  it('has another record for each account, so that one account’s record does not verify the other', async () => {
    const [one, other] = await Promise.all([world.openAccount(), world.openAccount()]);
    const name = await sso.domain(one);
    const { id: domainId } = await world.gateway.call(addDomain, { domain: name }, other.call);
    expect(await codeOf(world.gateway.call(verifyDomain, { domainId }, other.call))).toBe('domain.unproven');
    expect(await codeOf(world.gateway.call(removeDomain, { domainId }, one.call))).toBe('domain.not-found');
  });

  it.each(['', 'localhost', 'a b.com', 'x@y.com', '127.0.0.1', '*.example.com'])('%j is none', async (domain) => {
    const owner = await world.openAccount();
    expect(await codeOf(world.gateway.call(addDomain, { domain }, owner.call))).toBe('request.invalid');
  });
});

describe('an account that enforces its connection', () => {
  const enforced = async () => {
    const owner = await world.openAccount();
    const domain = await sso.domain(owner);
    const connection = await sso.connection(owner, provider, { provisions: true, roleIds: [EDITOR.id] });
    const enforce = (value = true) =>
      world.gateway.call(changeSsoConnection, { connectionId: connection.id, enforced: value }, owner.call);
    return { owner, domain, connection, enforce };
  };
  const signIn = (email: string, accountId: string) =>
    world.gateway.call(createSession, { email, password: PASSWORD, accountId });

  it('has a verified domain, and at most one such connection', async () => {
    const owner = await world.openAccount();
    const [one, other] = [await sso.connection(owner, provider), await sso.connection(owner, provider)];
    const enforce = (connectionId: string) =>
      world.gateway.call(changeSsoConnection, { connectionId, enforced: true }, owner.call);
    expect(await codeOf(enforce(one.id))).toBe('sso-connection.domain-required');
    await sso.domain(owner);
    expect((await enforce(one.id)).enforced).toBe(true);
    expect(await codeOf(enforce(other.id))).toBe('sso-connection.enforced-elsewhere');
    expect(await codeOf(world.gateway.call(deleteSsoConnection, { connectionId: one.id }, owner.call))).toBe(
      'sso-connection.enforced',
    );
    const { items } = await world.gateway.call(listDomains, {}, owner.call);
    const [domain] = items;
    expect(await codeOf(world.gateway.call(removeDomain, { domainId: domain?.id ?? '' }, owner.call))).toBe(
      'domain.in-use',
    );
  });

  it('accepts no passwords any more, and ends the sessions that they began (S15)', async () => {
    const { owner, enforce } = await enforced();
    const email = address();
    const colleague = await world.colleague(owner, email);
    await enforce();
    expect(await codeOf(world.resolve(colleague.token))).toBe('session.required');
    expect(await codeOf(signIn(email, owner.accountId))).toBe('sso.required');
    await enforce(false);
    expect(sessionOf(await signIn(email, owner.accountId)).member.id).toBe(colleague.member.id);
  });

  it('keeps the sessions of its provider, and lets nobody in by another connection', async () => {
    const { owner, domain, connection, enforce } = await enforced();
    const other = await sso.connection(owner, provider);
    provider.add({ email: `${randomUUID()}@${domain}`, email_verified: true });
    const { token } = sessionOf(await sso.signIn(owner, connection, provider));
    await enforce();
    expect((await world.resolve(token)).accountId).toBe(owner.accountId);
    expect(await codeOf(sso.signIn(owner, other, provider))).toBe('sso.required');
    expect(await codeOf(sso.signIn(owner, connection, provider))).toBe('none');
  });

  it('ends the sessions of people from another provider whom this one does not know (S15)', async () => {
    const { owner, domain, enforce } = await enforced();
    const other = await sso.connection(owner, rival, { provisions: true, roleIds: [EDITOR.id] });
    rival.add({ email: `${randomUUID()}@${domain}`, email_verified: true });
    const { token } = sessionOf(await sso.signIn(owner, other, rival));
    await enforce();
    expect(await codeOf(world.resolve(token))).toBe('session.required');
  });

  it('lets its owner in by password, which is recorded and reported by mail', async () => {
    const { owner, enforce } = await enforced();
    await enforce();
    const client = { address: '203.0.113.9', userAgent: 'test' };
    const input = { email: owner.email, password: PASSWORD, accountId: owner.accountId };
    sessionOf(await world.gateway.call(createSession, input, { client }));
    const noted = await world.sql(
      `select member_id, address from activities where account_id = $1 and action = 'emergency-access.used'`,
      [owner.accountId],
    );
    expect(noted).toEqual([{ member_id: owner.memberId, address: '203.0.113.9' }]);
    const mails = await world.events(mailRequested, owner.accountId);
    expect(mails.map(({ data }) => data.template)).toContain('emergency-access-used');
  });

  it('lets invited members in through the provider only', async () => {
    const { owner, domain, connection, enforce } = await enforced();
    await enforce();
    const email = `${randomUUID()}@${domain}`;
    const { token, memberId } = await world.invite(owner, email);
    const guest = { token, firstName: 'Ada', lastName: 'Lovelace', password: PASSWORD };
    expect(await codeOf(world.gateway.call(acceptInvitation, guest))).toBe('sso.required');
    provider.add({ email, email_verified: true });
    expect(sessionOf(await sso.signIn(owner, connection, provider)).member.id).toBe(memberId);
  });
});
