import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  changeSsoConnection,
  finishSso,
  FRESH_FOR,
  linkSso,
  reauthenticate,
  renewBySso,
  startOwnSso,
  type PersonActor,
  type SsoConnection,
} from '@roster/contracts';
import { TestDns } from '../../../../../test/identity/dns.js';
import { codeOfApp, setUpApp } from '../../../../../test/identity/factors.js';
import { TestProvider } from '../../../../../test/identity/provider.js';
import { browser, CLIENT, Sso, ssoSettings } from '../../../../../test/identity/sso.js';
import { address, codeOf, EDITOR, IdentityWorld, sessionOf, type Owner } from '../../../../../test/identity/world.js';

let dns: TestDns;
let world: IdentityWorld;
let sso: Sso;
let provider: TestProvider;
let owner: Owner;
let domain: string;
let connection: SsoConnection;

beforeAll(async () => {
  dns = await TestDns.start();
  provider = await TestProvider.start([CLIENT]);
  world = await IdentityWorld.create(ssoSettings(dns));
  sso = new Sso(world, dns);
  owner = await world.openAccount();
  domain = await sso.domain(owner);
  connection = await sso.connection(owner, provider, { provisions: true, roleIds: [EDITOR.id] });
});
afterAll(async () => {
  await world.close();
  provider.close();
  dns.close();
});

const land = async ({ call }: Owner, purpose: 'renew' | 'link', binding = browser()) => {
  const key = { connectionId: connection.id, ...binding };
  const { url } = await world.gateway.call(startOwnSso, { ...key, purpose }, call);
  return { ...key, ...(await provider.visit(url)) };
};

/** A member who has come in through the provider. */
async function newcomer(): Promise<Owner & { subject: string }> {
  const email = `${randomUUID()}@${domain}`;
  const subject = provider.add({ email, email_verified: true });
  return { ...(await world.signedIn(email, sessionOf(await sso.signIn(owner, connection, provider)))), subject };
}

async function colleague(email = address()): Promise<Owner> {
  return world.signedIn(email, await world.colleague(owner, email));
}

const isFresh = (actor: PersonActor) => Date.now() - Date.parse(actor.authenticatedAt ?? '') < FRESH_FOR;

const old = ({ call, ...rest }: Owner): Owner => {
  const authenticatedAt = new Date(Date.now() - FRESH_FOR).toISOString();
  return { ...rest, call: { ...call, actor: { ...call.actor, authenticatedAt } } };
};

describe('a new proof at the provider', () => {
  it('gives a new session in place of the old one, whose proof is fresh (S22, S26)', async () => {
    const member = await newcomer();
    await world.sql(`update sessions set authenticated_at = now() - interval '1 hour' where id = $1`, [
      member.call.actor.sessionId,
    ]);
    const renewed = await world.gateway.call(renewBySso, await land(member, 'renew'), member.call);
    const { call } = await world.signedIn(member.email, sessionOf(renewed));
    expect(call.actor.sessionId).not.toBe(member.call.actor.sessionId);
    expect(isFresh(call.actor)).toBe(true);
    const [before] = await world.sql<{ ended_at: Date | null }>('select ended_at from sessions where id = $1', [
      member.call.actor.sessionId,
    ]);
    expect(before?.ended_at).not.toBeNull();
  });

  it('needs a new login, not one that the provider remembers', async () => {
    const member = await newcomer();
    provider.tamper = (claims) => provider.signed({ ...claims, auth_time: Math.floor(Date.now() / 1_000) - 3_600 });
    expect(await codeOf(world.gateway.call(renewBySso, await land(member, 'renew'), member.call))).toBe('sso.refused');
    provider.tamper = undefined;
  });

  it('is refused as another person whom the provider knows', async () => {
    const member = await newcomer();
    const other = await newcomer();
    provider.person = other.subject;
    expect(await codeOf(world.gateway.call(renewBySso, await land(member, 'renew'), member.call))).toBe('sso.refused');
  });

  it('is refused in another session, or without one', async () => {
    const member = await newcomer();
    const again = await world.signedIn(member.email, sessionOf(await sso.signIn(owner, connection, provider)));
    const landing = await land(member, 'renew');
    expect(await codeOf(world.gateway.call(renewBySso, landing, again.call))).toBe('sso.refused');
    expect(await codeOf(world.gateway.call(finishSso, landing))).toBe('sso.refused');
    expect(await codeOf(world.gateway.call(renewBySso, landing, member.call))).toBe('none');
  });
});

describe('a person who is signed in', () => {
  it('can link the provider’s account, whatever address it has', async () => {
    const member = await colleague();
    provider.add({ email: address(), email_verified: false });
    await world.gateway.call(linkSso, await land(member, 'link'), member.call);
    const session = sessionOf(await sso.signIn(owner, connection, provider));
    expect(session.member.id).toBe(member.memberId);
    // The provider cannot vouch for their address, so what they do beyond the account needs a proof of their own.
    const { call } = await world.signedIn(member.email, session);
    expect(isFresh(call.actor)).toBe(false);
    expect(await codeOf(world.gateway.call(renewBySso, await land(member, 'renew'), member.call))).toBe(
      'sso.not-admitted',
    );
  });

  it('needs a fresh proof first (S22)', async () => {
    const member = old(await colleague());
    expect(await codeOf(land(member, 'link'))).toBe('session.reauthentication-required');
  });

  it('cannot link somebody else’s account', async () => {
    const known = await newcomer();
    const member = await colleague();
    provider.person = known.subject;
    expect(await codeOf(world.gateway.call(linkSso, await land(member, 'link'), member.call))).toBe('sso.not-admitted');
  });

  it('is not linked by an answer to another purpose', async () => {
    const member = await colleague();
    provider.add({ email: address() });
    expect(await codeOf(world.gateway.call(linkSso, await land(member, 'renew'), member.call))).toBe('sso.refused');
  });

  it('cannot be linked by the answer of another person or browser', async () => {
    const [member, other] = [await colleague(), await colleague()];
    provider.add({ email: address() });
    const landing = await land(member, 'link');
    expect(await codeOf(world.gateway.call(linkSso, landing, other.call))).toBe('sso.refused');
    expect(await codeOf(world.gateway.call(linkSso, { ...landing, ...browser() }, member.call))).toBe('sso.refused');
    expect(await codeOf(sso.signIn(owner, connection, provider))).toBe('sso.not-admitted');
  });
});

it('the provider cannot replace a person’s own second factor as a proof (S22)', async () => {
  const member = await newcomer();
  const trust = (trustsSecondFactor: boolean) =>
    world.gateway.call(changeSsoConnection, { connectionId: connection.id, trustsSecondFactor }, owner.call);
  await world.sql(`insert into totps (user_id, secret, last_step, created_at) values ($1, 'x', 0, now())`, [
    member.call.actor.userId,
  ]);
  expect((await sso.signIn(owner, connection, provider)).challenge).toMatchObject({ next: 'second-factor' });
  // A trusted provider lets them in without their factor, but that is no fresh proof.
  await trust(true);
  const { call } = await world.signedIn(member.email, sessionOf(await sso.signIn(owner, connection, provider)));
  expect(isFresh(call.actor)).toBe(false);
  expect(await codeOf(world.gateway.call(renewBySso, await land(member, 'renew'), member.call))).toBe(
    'session.second-factor-required',
  );
  await trust(false);
});

it('an own second factor is a fresh proof if single sign-on is enforced, and lengthens no session (S22)', async () => {
  const boss = await world.openAccount();
  const own = await sso.domain(boss);
  const only = await sso.connection(boss, provider, { provisions: true, roleIds: [EDITOR.id] });
  const email = `${randomUUID()}@${own}`;
  provider.add({ email, email_verified: true });
  const begun = sessionOf(await sso.signIn(boss, only, provider));
  const member = await world.signedIn(email, begun);
  const { secret } = await setUpApp(world, member);
  await world.gateway.call(changeSsoConnection, { connectionId: only.id, enforced: true }, boss.call);
  const renewed = sessionOf(await world.gateway.call(reauthenticate, { code: codeOfApp(secret) }, member.call));
  const { call } = await world.signedIn(email, renewed);
  expect(isFresh(call.actor)).toBe(true);
  // A person whom the provider no longer lets in is out when their session would have ended anyway.
  expect(renewed.expiresAt).toBe(begun.expiresAt);
  expect((await world.resolve(renewed.token)).expiresAt).toBe(begun.expiresAt);
});

it('a second factor is no proof in a session that did not begin through the enforced provider (S15)', async () => {
  const boss = await world.openAccount();
  const email = address();
  const member = await world.signedIn(email, await world.colleague(boss, email));
  const { secret } = await setUpApp(world, member);
  await sso.domain(boss);
  const only = await sso.connection(boss, provider);
  await world.sql('update sso_connections set enforced = true where id = $1', [only.id]);
  expect(await codeOf(world.gateway.call(reauthenticate, { code: codeOfApp(secret) }, member.call))).toBe(
    'sso.required',
  );
});
