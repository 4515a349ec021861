import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import {
  createApiKey,
  createSession,
  discoverSso,
  finishSso,
  inviteMembers,
  memberActivated,
  privilegeAboveOwn,
  revokeMember,
  RosterError,
  seatLimitReached,
  startSso,
  type CheckedPromises,
  type CheckPromises,
  type OpenPromise,
  type SsoConnection,
} from '@roster/contracts';
import { TestDns } from '../../../../../test/identity/dns.js';
import { TestProvider } from '../../../../../test/identity/provider.js';
import { reasonOf } from '../../../../../test/identity/refusal.js';
import { browser, CLIENT, newDomain, OTHER_CLIENT, Sso, ssoSettings } from '../../../../../test/identity/sso.js';
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
let owner: Owner;
let domain: string;
let connection: SsoConnection;

beforeAll(async () => {
  dns = await TestDns.start();
  [provider, rival] = await Promise.all([TestProvider.start([CLIENT, OTHER_CLIENT]), TestProvider.start([CLIENT])]);
  world = await IdentityWorld.create(ssoSettings(dns));
  sso = new Sso(world, dns);
  owner = await world.openAccount();
  domain = await sso.domain(owner);
  connection = await sso.connection(owner, provider, { provisions: true, roleIds: [EDITOR.id] });
});
afterAll(async () => {
  await world.close();
  provider.close();
  rival.close();
  dns.close();
});
afterEach(() => {
  provider.tamper = undefined;
  provider.metadata = {};
  provider.declines = false;
});

/** A person for whom the provider vouches. */
const person = (over: Record<string, unknown> = {}, at = provider) => {
  const email = `${randomUUID()}@${domain}`;
  return { email, subject: at.add({ email, email_verified: true, given_name: 'Sue', family_name: 'Smith', ...over }) };
};

const membersOf = (email: string) =>
  world.sql<{ id: string; status: string; user_id: string | null; role_ids: string[] }>(
    'select id, status, user_id, role_ids from members where email = $1',
    [email],
  );

/** The answer of access where these promises cannot be kept. */
const broken = ({ promises }: CheckPromises, isBroken: (promise: OpenPromise) => boolean): CheckedPromises => ({
  version: 5,
  promises: promises.map((promise) => ({
    memberId: promise.memberId,
    granterId: promise.granterId,
    roleIds: promise.roleIds,
    reason: isBroken(promise) ? 'privilege.above-own' : null,
  })),
});

describe('a new person', () => {
  it('becomes a member with the connection’s roles and a seat, and is recognised from then on', async () => {
    const { email } = person();
    world.neighbours.asked.length = 0;
    const { member, account } = sessionOf(await sso.signIn(owner, connection, provider));
    expect(account.id).toBe(owner.accountId);
    expect(member).toMatchObject({ email, firstName: 'Sue', lastName: 'Smith', status: 'active' });
    expect(member.roles).toEqual([EDITOR]);
    const keys = { accountId: owner.accountId, pool: 'users', keys: [member.id] };
    expect(world.neighbours.inputs('reserve')).toEqual([keys]);
    expect(world.neighbours.inputs('use')).toEqual([keys]);
    const asked = { accountId: owner.accountId, granterId: owner.memberId, roleIds: [EDITOR.id] };
    const promise = { id: expect.any(String), memberIds: [member.id] };
    expect(world.neighbours.inputs('recheck')).toEqual([asked, { ...asked, promise }]);
    const [event] = await world.events(memberActivated, member.id);
    expect(event?.data.member).toMatchObject({ status: 'active', roleIds: [EDITOR.id], revision: 1 });

    const again = sessionOf(await sso.signIn(owner, connection, provider));
    expect(again.member.id).toBe(member.id);
    expect(world.neighbours.inputs('reserve')).toHaveLength(1);
  });

  it('has no password, and cannot sign in by one', async () => {
    const { email } = person();
    await sso.signIn(owner, connection, provider);
    expect(await codeOf(world.gateway.call(createSession, { email, password: PASSWORD }))).toBe(
      'session.credentials-invalid',
    );
  });

  it('does not come in if there is no seat, and leaves nothing behind', async () => {
    const { email } = person();
    const { reserve } = world.neighbours;
    world.neighbours.reserve = () => {
      throw new RosterError(seatLimitReached);
    };
    expect(await codeOf(sso.signIn(owner, connection, provider))).toBe('seat.limit-reached');
    world.neighbours.reserve = reserve;
    expect(await membersOf(email)).toEqual([]);
    expect(await world.sql('select from users where email = $1', [email])).toEqual([]);
  });

  it('does not come in if the connection’s creator could not give its roles any more (S40, S51)', async () => {
    const { email } = person();
    const { recheck } = world.neighbours;
    world.neighbours.recheck = () => {
      throw new RosterError(privilegeAboveOwn);
    };
    expect(await reasonOf(sso.signIn(owner, connection, provider))).toBe('roles-not-grantable');
    world.neighbours.recheck = recheck;
    expect(await membersOf(email)).toEqual([]);
  });

  it('comes in once, however often at once', async () => {
    const { email } = person();
    const landings = await Promise.all(Array.from({ length: 4 }, () => sso.land(owner, connection, provider)));
    const answers = await Promise.all(landings.map((landing) => world.gateway.call(finishSso, landing)));
    expect(new Set(answers.map((answer) => sessionOf(answer).member.id)).size).toBe(1);
    expect(await membersOf(email)).toHaveLength(1);
  });

  it('does not come in if the connection creates no members', async () => {
    const closed = await sso.connection(owner, provider);
    person();
    expect(await reasonOf(sso.signIn(owner, closed, provider))).toBe('not-a-member');
  });

  it('accepts their invitation by it, with the roles that it promised', async () => {
    const { email } = person();
    const { memberId } = await world.invite(owner, email);
    const closed = await sso.connection(owner, provider);
    expect(sessionOf(await sso.signIn(owner, closed, provider)).member).toMatchObject({ id: memberId, email });
    expect(await world.sql('select state from invitations where member_id = $1', [memberId])).toEqual([
      { state: 'accepted' },
    ]);
  });

  it('cannot accept an invitation if its inviter could not give its roles or agent access any more (S40)', async () => {
    const { email } = person();
    const promised = { emails: [email], roleIds: [EDITOR.id], agentAccess: true };
    await world.gateway.call(inviteMembers, promised, owner.call);
    const { promises } = world.neighbours;
    world.neighbours.promises = (asked) => broken(asked, ({ agentAccess }) => agentAccess === true);
    expect(await reasonOf(sso.signIn(owner, connection, provider))).toBe('roles-not-grantable');
    world.neighbours.promises = promises;
    expect(await membersOf(email)).toMatchObject([{ status: 'invited', user_id: null }]);
    expect(sessionOf(await sso.signIn(owner, connection, provider)).member.email).toBe(email);
  });

  it('cannot accept an invitation by an API key whose maker could not give its roles any more (S40)', async () => {
    const { email } = person();
    const key = await world.gateway.call(createApiKey, { name: 'Import', roleIds: [EDITOR.id] }, owner.call);
    const actor = {
      kind: 'api-key',
      memberId: key.memberId,
      keyId: key.id,
      makerId: owner.memberId,
      permissions: null,
    } as const;
    const call = { accountId: owner.accountId, actor };
    await world.gateway.call(inviteMembers, { emails: [email], roleIds: [EDITOR.id] }, call);
    const { promises } = world.neighbours;
    const maker = { memberId: key.memberId, makerId: owner.memberId };
    world.neighbours.promises = (asked) =>
      broken(asked, () => JSON.stringify(asked.makers) === JSON.stringify([maker]));
    expect(await reasonOf(sso.signIn(owner, connection, provider))).toBe('roles-not-grantable');
    world.neighbours.promises = promises;
    expect(await membersOf(email)).toMatchObject([{ status: 'invited', user_id: null }]);
  });
});

describe('a known person', () => {
  it('is recognised by issuer and subject, whatever their address is by now', async () => {
    const { subject } = person();
    const { member } = sessionOf(await sso.signIn(owner, connection, provider));
    provider.people.set(subject, { email: address(), email_verified: false });
    expect(sessionOf(await sso.signIn(owner, connection, provider)).member.id).toBe(member.id);
  });

  it('keeps their user if the provider vouches for an address in a verified domain', async () => {
    const email = `${randomUUID()}@${domain}`;
    const colleague = await world.colleague(owner, email);
    provider.add({ email, email_verified: true });
    expect(sessionOf(await sso.signIn(owner, connection, provider)).member.id).toBe(colleague.member.id);
    expect(await membersOf(email)).toHaveLength(1);
  });

  it('cannot set up a second factor on the word of a provider that counts in its account only (S22, S66)', async () => {
    const { email } = person();
    sessionOf(await sso.signIn(owner, connection, provider));
    await world.sql('update users set email = $2 where email = $1', [email, address()]);
    await world.sql('update accounts set second_factor_required = true where id = $1', [owner.accountId]);
    const code = await codeOf(sso.signIn(owner, connection, provider));
    await world.sql('update accounts set second_factor_required = false where id = $1', [owner.accountId]);
    expect(code).toBe('session.reauthentication-required');
  });

  it('is not let in any more once their access is revoked', async () => {
    person();
    const { member } = sessionOf(await sso.signIn(owner, connection, provider));
    await world.gateway.call(revokeMember, { memberId: member.id }, owner.call);
    expect(await codeOf(sso.signIn(owner, connection, provider))).toBe('member.inactive');
  });

  it('needs no second factor here only if the provider has checked one', async () => {
    await world.sql('update accounts set second_factor_required = true where id = $1', [owner.accountId]);
    person();
    const due = await sso.signIn(owner, connection, provider);
    expect(due.challenge).toMatchObject({ next: 'enrolment' });
    provider.tamper = (claims) => provider.signed({ ...claims, amr: ['pwd', 'mfa'] });
    const { member } = sessionOf(await sso.signIn(owner, connection, provider));
    await world.sql('update accounts set second_factor_required = false where id = $1', [owner.accountId]);
    const [session] = await world.sql<{ methods: string[] }>('select methods from sessions where member_id = $1', [
      member.id,
    ]);
    expect(session?.methods).toEqual(['sso', 'sso-mfa']);
  });
});

it('is refused at a network address that the account has not authorized, as with every sign-in (S15)', async () => {
  const restricted = await world.openAccount();
  const provisioning = { provisions: true, roleIds: [EDITOR.id] };
  const own = await sso.connection(restricted, provider, provisioning);
  provider.add({ email: `${randomUUID()}@${await sso.domain(restricted)}`, email_verified: true });
  await world.sql('update accounts set ip_restrictions = true where id = $1', [restricted.accountId]);
  expect(await codeOf(sso.signIn(restricted, own, provider))).toBe('ip.unauthorized');
});

describe('nobody takes over somebody else (S66)', () => {
  it('by an address that the provider does not vouch for', async () => {
    const email = `${randomUUID()}@${domain}`;
    await world.colleague(owner, email);
    for (const vouched of [{}, { email_verified: false }, { email_verified: 'no' }, { email_verified: null }]) {
      provider.add({ email, ...vouched });
      expect(await reasonOf(sso.signIn(owner, connection, provider))).toBe('email-unverified');
    }
    const [member] = await membersOf(email);
    expect(await world.sql('select from sso_identities where user_id = $1', [member?.user_id])).toEqual([]);
  });

  it('by an address in a domain that the account has not verified', async () => {
    provider.add({ email: owner.email, email_verified: true });
    expect(await reasonOf(sso.signIn(owner, connection, provider))).toBe('domain-unverified');
  });

  it('by an address in a domain that another account has verified', async () => {
    const stranger = await world.openAccount();
    const theirs = await sso.connection(stranger, provider, { provisions: true, roleIds: [EDITOR.id] });
    person();
    expect(await reasonOf(sso.signIn(stranger, theirs, provider))).toBe('domain-unverified');
  });

  it('by the same subject at a second provider', async () => {
    const second = await sso.connection(owner, rival, { provisions: true, roleIds: [EDITOR.id] });
    const { subject } = person();
    await sso.signIn(owner, connection, provider);
    rival.people.set(subject, { email: address(), email_verified: true });
    rival.person = subject;
    expect(await reasonOf(sso.signIn(owner, second, rival))).toBe('domain-unverified');
  });

  it('by the same subject at the same provider for another account', async () => {
    const stranger = await world.openAccount();
    const theirs = await sso.connection(stranger, provider);
    person();
    await sso.signIn(owner, connection, provider);
    expect(await codeOf(sso.signIn(stranger, theirs, provider))).toBe('sso.not-admitted');
  });

  it('by an address that belongs to somebody else at the provider by now', async () => {
    const { email } = person();
    await sso.signIn(owner, connection, provider);
    provider.add({ email, email_verified: true });
    expect(await reasonOf(sso.signIn(owner, connection, provider))).toBe('linked-otherwise');
  });
});

describe('discovery (S12)', () => {
  it('goes by the domain, and gives the same answer for known and unknown addresses', async () => {
    const known = `${randomUUID()}@${domain}`;
    await world.colleague(owner, known);
    const ask = (email: string) => world.gateway.call(discoverSso, { email });
    const answer = await ask(known);
    expect(answer.connections).toContainEqual(
      expect.objectContaining({ accountId: owner.accountId, connectionId: connection.id, kind: 'generic' }),
    );
    expect(await ask(`nobody@${domain}`)).toEqual(answer);
    expect(await ask(owner.email)).toEqual({ connections: [] });
    expect(await ask('no address')).toEqual({ connections: [] });
  });

  it('reveals nothing about a domain that is not verified', async () => {
    const claimed = newDomain();
    await world.sql(`insert into domains (account_id, id, domain, token, created_at) values ($1, $2, $3, 't', now())`, [
      owner.accountId,
      randomUUID(),
      claimed,
    ]);
    expect(await world.gateway.call(discoverSso, { email: `me@${claimed}` })).toEqual({ connections: [] });
  });
});

it('does not begin for a connection of another account', async () => {
  const stranger = await world.openAccount();
  const input = { accountId: stranger.accountId, connectionId: connection.id, ...browser() };
  expect(await codeOf(world.gateway.call(startSso, input))).toBe('sso-connection.not-found');
});
