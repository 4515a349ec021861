import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  changeSsoConnection,
  deleteMember,
  forgetSsoIdentity,
  listSsoIdentities,
  privilegeAboveOwn,
  revokeMember,
  RosterError,
  type SsoConnection,
} from '@roster/contracts';
import { TestDns } from '../../../../../test/identity/dns.js';
import { mailsTo } from '../../../../../test/identity/mails.js';
import { TestProvider } from '../../../../../test/identity/provider.js';
import { reasonOf } from '../../../../../test/identity/refusal.js';
import { CLIENT, OTHER_CLIENT, Sso, ssoSettings } from '../../../../../test/identity/sso.js';
import { codeOf, EDITOR, IdentityWorld, sessionOf, type Owner } from '../../../../../test/identity/world.js';

let dns: TestDns;
let world: IdentityWorld;
let sso: Sso;
let provider: TestProvider;
let owner: Owner;
let domain: string;
let connection: SsoConnection;

beforeAll(async () => {
  dns = await TestDns.start();
  provider = await TestProvider.start([CLIENT, OTHER_CLIENT]);
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

const newAddress = () => `${randomUUID()}@${domain}`;
const vouched = (email: string, over: object = { email_verified: true }) => provider.add({ email, ...over });
const signIn = async () => sessionOf(await sso.signIn(owner, connection, provider));

/** Somebody who came in by the provider, and whose account there was created again since. */
async function madeAnew() {
  const email = newAddress();
  const before = vouched(email);
  const { member, token } = await signIn();
  const session = await world.resolve(token);
  const subject = vouched(email);
  return { email, before, subject, memberId: member.id, token, userId: session.userId };
}

describe('a person whose account at the provider was created again', () => {
  const list = async (memberId: string, call = owner.call) =>
    (await world.gateway.call(listSsoIdentities, { memberId }, call)).items;
  const forget = (memberId: string, identityId: string, call = owner.call) =>
    world.gateway.call(forgetSsoIdentity, { memberId, identityId }, call);

  it('is let in again once an administrator has forgotten the earlier one, and is told', async () => {
    const { email, before, subject, memberId, token } = await madeAnew();
    expect(await reasonOf(sso.signIn(owner, connection, provider))).toBe('linked-otherwise');
    const [known] = await list(memberId);
    expect(known).toMatchObject({ issuer: provider.issuer, subject: before, isOwnLink: false });
    await forget(memberId, known?.id ?? '');
    expect(await codeOf(world.resolve(token))).toBe('session.required');
    expect((await mailsTo(world, email)).map(({ template }) => template)).toContain('sso-identity-forgotten');
    expect((await signIn()).member.id).toBe(memberId);
    expect(await list(memberId)).toMatchObject([{ subject }]);
  });

  it('keeps it where there is no such identity, and where they are above who asks', async () => {
    const [{ memberId }, other] = [await madeAnew(), await madeAnew()];
    const [known] = await list(memberId);
    expect(await codeOf(forget(memberId, randomUUID()))).toBe('sso-identity.not-found');
    expect(await codeOf(forget(other.memberId, known?.id ?? ''))).toBe('sso-identity.not-found');
    expect(await codeOf(forget(randomUUID(), known?.id ?? ''))).toBe('member.not-found');
    const admin = await administrator();
    expect(await codeOf(forget(owner.memberId, randomUUID(), admin.call))).toBe('member.is-owner');
    const { editable } = world.neighbours;
    world.neighbours.editable = () => {
      throw new RosterError(privilegeAboveOwn);
    };
    expect(await codeOf(forget(memberId, known?.id ?? '', admin.call))).toBe('privilege.above-own');
    world.neighbours.editable = editable;
    expect(await list(memberId)).toHaveLength(1);
    const stranger = await world.openAccount();
    expect(await codeOf(list(memberId, stranger.call))).toBe('member.not-found');
  });

  it('is nobody any more after the deletion of the member: the next sign-in is a newcomer’s', async () => {
    const { memberId, userId } = await madeAnew();
    const links = () => world.sql('select from sso_identities where user_id = $1', [userId]);
    expect(await links()).toHaveLength(1);
    await world.gateway.call(revokeMember, { memberId }, owner.call);
    const work = world.gateway.call(deleteMember, { memberId, reassignTo: owner.memberId }, owner.call);
    expect(await work).toMatchObject({ deletion: { pending: [] } });
    expect(await links()).toHaveLength(0);
    expect((await signIn()).member.id).not.toBe(memberId);
  });
});

describe('a provider that says nothing about addresses', () => {
  const trust = (trustsAddresses: boolean, over: object = {}, call = owner.call) =>
    world.gateway.call(changeSsoConnection, { connectionId: connection.id, trustsAddresses, ...over }, call);

  it('is trusted where the owner has said so, in the domains of the account only', async () => {
    const email = newAddress();
    vouched(email, {});
    expect(connection.trustsAddresses).toBe(false);
    expect(await reasonOf(sso.signIn(owner, connection, provider))).toBe('email-unverified');
    expect(await trust(true)).toMatchObject({ trustsAddresses: true });
    expect((await signIn()).member.email).toBe(email);
    vouched(`${randomUUID()}@elsewhere.example.com`, {});
    expect(await reasonOf(sso.signIn(owner, connection, provider))).toBe('domain-unverified');
    vouched(newAddress(), { email_verified: false });
    expect(await reasonOf(sso.signIn(owner, connection, provider))).toBe('email-unverified');
  });

  it('is no proof of the person beyond the account, even where the owner vouches for it', async () => {
    await trust(true);
    vouched(newAddress(), {});
    const { authenticatedAt = '' } = await world.resolve((await signIn()).token);
    expect(Date.now() - Date.parse(authenticatedAt)).toBeGreaterThanOrEqual(600_000);
  });

  it('is trusted by nobody but the owner, and not through another application that the owner has not chosen', async () => {
    const admin = await administrator();
    const own = { kind: 'generic', name: 'Other', issuer: provider.issuer } as const;
    expect(await codeOf(sso.connection(admin, provider, { ...own, trustsAddresses: true }))).toBe('account.not-owner');
    const theirs = { connectionId: (await sso.connection(admin, provider, own)).id };
    const change = (over: object, call: Owner['call']) =>
      world.gateway.call(changeSsoConnection, { ...theirs, ...over }, call);
    expect(await codeOf(change({ trustsAddresses: true }, admin.call))).toBe('account.not-owner');
    expect(await change({ trustsAddresses: true }, owner.call)).toMatchObject({ trustsAddresses: true });
    // As after the account was handed over: the former owner still vouches for it.
    await world.sql('update sso_connections set granter_id = $2 where id = $1', [theirs.connectionId, admin.memberId]);
    expect(await change({ provisions: false }, admin.call)).toMatchObject({ trustsAddresses: true });
    const other = { clientId: OTHER_CLIENT.id, clientSecret: OTHER_CLIENT.secret };
    expect(await change(other, admin.call)).toMatchObject({ trustsAddresses: false });
  });
});

/** A member who may do all that the tests' stand-ins allow, and does not own the account. */
async function administrator(): Promise<Owner> {
  const email = newAddress();
  return world.signedIn(email, await world.colleague(owner, email));
}
