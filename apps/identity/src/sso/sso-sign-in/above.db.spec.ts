import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import {
  changeSsoConnection,
  deleteSsoConnection,
  finishSso,
  linkSso,
  privilegeAboveOwn,
  reauthenticate,
  removeDomain,
  renewBySso,
  RosterError,
  startOwnSso,
  switchAccount,
  takeSecondFactor,
  verifyDomain,
  type CheckCovered,
  type SsoConnection,
} from '@roster/contracts';
import { TestDns } from '../../../../../test/identity/dns.js';
import { codeOfApp, setUpApp } from '../../../../../test/identity/factors.js';
import { TestProvider } from '../../../../../test/identity/provider.js';
import { reasonOf } from '../../../../../test/identity/refusal.js';
import { browser, CLIENT, Sso, ssoSettings } from '../../../../../test/identity/sso.js';
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
let owner: Owner;
let domain: string;
/** A colleague who has set up a connection of their own to the provider. */
let keeper: Owner;
let theirs: SsoConnection;

/** Pairs of members of whom one covers the other, as access would say. */
const above = new Set<string>();
const gone = new Set<string>();
const owners = new Set<string>();

beforeAll(async () => {
  dns = await TestDns.start();
  provider = await TestProvider.start([CLIENT]);
  world = await IdentityWorld.create(ssoSettings(dns));
  sso = new Sso(world, dns);
  owner = await world.openAccount();
  owners.add(owner.memberId);
  domain = await sso.domain(owner);
  keeper = await colleague(`${randomUUID()}@${domain}`);
  theirs = await sso.connection(keeper, provider, { provisions: true, roleIds: [EDITOR.id] });
  world.neighbours.covered = ({ coveringId, memberId }: CheckCovered) => {
    const isAbove = memberId === undefined || above.has(memberId) || owners.has(memberId);
    if (gone.has(coveringId) || (!owners.has(coveringId) && isAbove)) throw new RosterError(privilegeAboveOwn);
    return {};
  };
});
afterAll(async () => {
  await world.close();
  provider.close();
  dns.close();
});
afterEach(() => {
  above.clear();
  gone.clear();
  world.neighbours.editable = () => ({});
});

async function colleague(email = address()): Promise<Owner> {
  return world.signedIn(email, await world.colleague(owner, email));
}

/** A person of the domain whom the provider vouches for. */
async function person(): Promise<Owner> {
  const email = `${randomUUID()}@${domain}`;
  provider.add({ email, email_verified: true });
  return colleague(email);
}

const signIn = (connection = theirs) => sso.signIn(owner, connection, provider);

async function link({ call }: Owner, connection = theirs): Promise<void> {
  const key = { connectionId: connection.id, ...browser() };
  const { url } = await world.gateway.call(startOwnSso, { ...key, purpose: 'link' }, call);
  await world.gateway.call(linkSso, { ...key, ...(await provider.visit(url)) }, call);
}

const isFresh = async (token: string) =>
  Date.now() - Date.parse((await world.resolve(token)).authenticatedAt ?? '') < 60_000;

const links = ({ call }: Owner) =>
  world.sql<{ linked_to: string | null }>('select linked_to from sso_identities where user_id = $1', [
    call.actor.userId,
  ]);

describe('a person who may do more than the member who set up the connection (S51, S66)', () => {
  it('is not recognised by an address, and nothing is linked', async () => {
    const boss = await person();
    above.add(boss.memberId);
    expect(await reasonOf(signIn())).toBe('link-required');
    expect(await codeOf(signIn())).toBe('sso.not-admitted');
    expect(await links(boss)).toEqual([]);
    expect(await world.sql('select from sessions where member_id = $1', [boss.memberId])).toHaveLength(1);
  });

  it('includes the owner, whom nobody else covers', async () => {
    const name = `${randomUUID()}.example.com`;
    const email = `owner@${name}`;
    const boss = await world.openAccount({ email });
    owners.add(boss.memberId);
    await sso.domain(boss, name);
    const clerk = address();
    const below = await world.signedIn(clerk, await world.colleague(boss, clerk));
    provider.add({ email, email_verified: true });
    const wide = await sso.connection(below, provider, { provisions: true, roleIds: [EDITOR.id] });
    expect(await reasonOf(sso.signIn(boss, wide, provider))).toBe('link-required');
    const own = await sso.connection(boss, provider);
    expect(sessionOf(await sso.signIn(boss, own, provider)).member.id).toBe(boss.memberId);
  });

  it('comes in once they have linked it while signed in', async () => {
    const boss = await person();
    above.add(boss.memberId);
    await link(boss);
    expect(await links(boss)).toEqual([{ linked_to: theirs.id }]);
    expect(sessionOf(await signIn()).member.id).toBe(boss.memberId);
    gone.add(keeper.memberId);
    expect(sessionOf(await signIn()).member.id).toBe(boss.memberId);
  });

  it('is refused as soon as they may do more, even if they were recognised before', async () => {
    const risen = await person();
    expect(sessionOf(await signIn()).member.id).toBe(risen.memberId);
    expect(await links(risen)).toEqual([{ linked_to: null }]);
    above.add(risen.memberId);
    expect(await reasonOf(signIn())).toBe('link-required');
    await link(risen);
    expect(sessionOf(await signIn()).member.id).toBe(risen.memberId);
  });

  it('is signed out as soon as they may do more, if the session depends on that member’s word alone', async () => {
    const risen = await person();
    const { token } = sessionOf(await signIn());
    const switched = await world.signedIn(risen.email, sessionOf(await signIn()));
    const again = await world.gateway.call(switchAccount, { accountId: owner.accountId }, switched.call);
    const tokens = [token, sessionOf(again).token];
    for (const each of tokens) expect((await world.resolve(each)).memberId).toBe(risen.memberId);
    above.add(risen.memberId);
    for (const each of tokens) expect(await codeOf(world.resolve(each))).toBe('session.required');
    above.clear();
    for (const each of tokens) expect(await codeOf(world.resolve(each))).toBe('session.required');
    const own = await world.sql('select from sessions where member_id = $1 and ended_at is null', [risen.memberId]);
    expect(own).toHaveLength(1);
  });

  it('stays in if they have proved their own identity in that session, or have linked it', async () => {
    const risen = await person();
    const begun = await world.signedIn(risen.email, sessionOf(await signIn()));
    const shown = await world.gateway.call(reauthenticate, { password: PASSWORD }, begun.call);
    const { secret } = await setUpApp(world, risen);
    const { challenge } = await signIn();
    const code = { challenge: challenge?.challenge ?? '', code: codeOfApp(secret, 1) };
    const stepped = await world.gateway.call(takeSecondFactor, code);
    const linking = await person();
    await link(linking);
    const linked = await signIn();
    for (const { memberId } of [risen, linking]) above.add(memberId);
    for (const answer of [shown, stepped, linked]) await world.resolve(sessionOf(answer).token);
  });

  it('is signed out even if they came in as a new or invited member', async () => {
    const wide = await sso.connection(keeper, provider, { provisions: true, roleIds: [EDITOR.id] });
    const [fresh, invited] = [`${randomUUID()}@${domain}`, `${randomUUID()}@${domain}`];
    provider.add({ email: fresh, email_verified: true });
    const first = sessionOf(await signIn(wide));
    provider.add({ email: invited, email_verified: true });
    await world.invite(owner, invited);
    const second = sessionOf(await signIn(wide));
    for (const { token, member } of [first, second]) {
      expect((await world.resolve(token)).memberId).toBe(member.id);
      above.add(member.id);
      expect(await codeOf(world.resolve(token))).toBe('session.required');
    }
  });

  it('cannot have an invitation accepted on that member’s word', async () => {
    const email = `${randomUUID()}@${domain}`;
    provider.add({ email, email_verified: true });
    const { memberId } = await world.invite(owner, email);
    above.add(memberId);
    expect(await reasonOf(signIn())).toBe('roles-not-grantable');
    expect(await world.sql('select state from invitations where member_id = $1', [memberId])).toEqual([
      { state: 'pending' },
    ]);
    above.clear();
    expect(sessionOf(await signIn()).member.id).toBe(memberId);
  });

  it('links one connection, and not another one to the same provider', async () => {
    const boss = await person();
    await link(boss, await sso.connection(owner, provider));
    above.add(boss.memberId);
    expect(await reasonOf(signIn())).toBe('link-required');
  });
});

describe('what a connection vouches for', () => {
  it('ends when the member who vouches for it is gone, until somebody else does', async () => {
    const lent = await sso.connection(keeper, provider);
    const member = await person();
    gone.add(keeper.memberId);
    expect(await reasonOf(signIn(lent))).toBe('link-required');
    const change = { connectionId: lent.id, provisions: false };
    await world.gateway.call(changeSsoConnection, change, owner.call);
    expect(sessionOf(await signIn(lent)).member.id).toBe(member.memberId);
    gone.clear();
    expect(await codeOf(world.gateway.call(changeSsoConnection, change, keeper.call))).toBe('privilege.above-own');
  });

  it('does not pass to a member who only changes its name', async () => {
    await person();
    gone.add(keeper.memberId);
    await world.gateway.call(changeSsoConnection, { connectionId: theirs.id, name: 'Another' }, owner.call);
    expect(await reasonOf(signIn())).toBe('link-required');
  });

  it('depends on the member who verified the domain as well', async () => {
    const name = await sso.domain(keeper);
    const email = `${randomUUID()}@${name}`;
    provider.add({ email, email_verified: true });
    const { memberId } = await colleague(email);
    const own = await sso.connection(owner, provider);
    above.add(memberId);
    expect(await reasonOf(signIn(own))).toBe('link-required');
    const [row] = await world.sql<{ id: string }>('select id from domains where domain = $1', [name]);
    await world.gateway.call(verifyDomain, { domainId: row?.id ?? '' }, owner.call);
    expect(sessionOf(await signIn(own)).member.id).toBe(memberId);
  });

  it('is no proof beyond the account, except on the owner’s word or the person’s own', async () => {
    const member = await person();
    expect(await isFresh(sessionOf(await signIn()).token)).toBe(false);
    expect(await isFresh(sessionOf(await signIn(await sso.connection(owner, provider))).token)).toBe(true);
    await link(member);
    expect(await isFresh(sessionOf(await signIn()).token)).toBe(true);
  });

  it('does not vouch for itself: a session that it began cannot link it', async () => {
    const email = `${randomUUID()}@${domain}`;
    provider.add({ email, email_verified: true });
    const own = await sso.connection(owner, provider, { provisions: true, roleIds: [EDITOR.id] });
    const newcomer = await world.signedIn(email, sessionOf(await signIn(own)));
    expect(await codeOf(link(newcomer, own))).toBe('session.reauthentication-required');
    expect(await links(newcomer)).toEqual([{ linked_to: null }]);
  });

  it('is lost when the connection becomes another application of the provider', async () => {
    const member = await person();
    const own = await sso.connection(owner, provider);
    await link(member, own);
    const change = { connectionId: own.id, clientId: 'another' };
    await world.gateway.call(changeSsoConnection, change, owner.call);
    expect(await links(member)).toEqual([]);
  });

  it('leaves links to another connection when one to the same provider is deleted', async () => {
    const member = await person();
    await link(member, theirs);
    const own = await sso.connection(owner, provider);
    await world.gateway.call(deleteSsoConnection, { connectionId: own.id }, owner.call);
    expect(await links(member)).toEqual([{ linked_to: theirs.id }]);
  });
});

describe('a connection, and a verified domain', () => {
  it('cannot be changed by anybody below the member who vouches for them', async () => {
    const own = await sso.connection(owner, provider);
    const name = await sso.domain(owner);
    const [row] = await world.sql<{ id: string }>('select id from domains where domain = $1', [name]);
    const domainId = row?.id ?? '';
    const connectionId = own.id;
    for (const change of [{ name: 'Mine' }, { clientSecret: 'mine' }, { trustsSecondFactor: true }])
      expect(await codeOf(world.gateway.call(changeSsoConnection, { connectionId, ...change }, keeper.call))).toBe(
        'privilege.above-own',
      );
    expect(await codeOf(world.gateway.call(deleteSsoConnection, { connectionId }, keeper.call))).toBe(
      'privilege.above-own',
    );
    expect(await codeOf(world.gateway.call(verifyDomain, { domainId }, keeper.call))).toBe('privilege.above-own');
    expect(await codeOf(world.gateway.call(removeDomain, { domainId }, keeper.call))).toBe('privilege.above-own');
  });

  it('are enforced only by a member with nobody but the owner above them, whose session stays', async () => {
    const boss = await world.openAccount();
    await sso.domain(boss);
    const email = address();
    const admin = await world.signedIn(email, await world.colleague(boss, email));
    const only = await sso.connection(admin, provider);
    const enforce = () =>
      world.gateway.call(changeSsoConnection, { connectionId: only.id, enforced: true }, admin.call);
    expect(await codeOf(enforce())).toBe('privilege.above-own');
    const { covered } = world.neighbours;
    world.neighbours.covered = () => ({});
    await enforce();
    world.neighbours.covered = covered;
    const open = await world.sql('select from sessions where member_id = $1 and ended_at is null', [boss.memberId]);
    expect(open).toHaveLength(1);
  });
});

describe('a second factor of one’s own', () => {
  it('is asked for whatever the provider says, unless the account trusts that connection with it', async () => {
    const member = await person();
    const { secret } = await setUpApp(world, member);
    const own = await sso.connection(owner, provider);
    provider.tamper = (claims) => provider.signed({ ...claims, amr: ['pwd', 'mfa'] });
    const { challenge } = await signIn(own);
    expect(challenge).toMatchObject({ next: 'second-factor', factors: expect.arrayContaining(['totp']) });
    const shown = { challenge: challenge?.challenge ?? '', code: codeOfApp(secret, 1) };
    expect(sessionOf(await world.gateway.call(takeSecondFactor, shown)).member.id).toBe(member.memberId);

    const trust = { connectionId: own.id, trustsSecondFactor: true };
    expect(await world.gateway.call(changeSsoConnection, trust, owner.call)).toMatchObject({
      trustsSecondFactor: true,
    });
    expect(sessionOf(await signIn(own)).member.id).toBe(member.memberId);
    provider.tamper = undefined;
  });

  it('is still asked of people above who have linked a trusted connection', async () => {
    const boss = await person();
    await setUpApp(world, boss);
    await link(boss);
    const trust = { connectionId: theirs.id, trustsSecondFactor: true };
    await world.gateway.call(changeSsoConnection, trust, keeper.call);
    expect(sessionOf(await signIn()).member.id).toBe(boss.memberId);
    above.add(boss.memberId);
    expect((await signIn()).challenge).toMatchObject({ next: 'second-factor' });
  });
});

it('a connection gives a fresh proof only if the owner vouches for it', async () => {
  const member = await person();
  const begun = await world.signedIn(member.email, sessionOf(await signIn()));
  const key = { connectionId: theirs.id, ...browser() };
  const { url } = await world.gateway.call(startOwnSso, { ...key, purpose: 'renew' }, begun.call);
  const landing = { ...key, ...(await provider.visit(url)) };
  expect(await codeOf(world.gateway.call(renewBySso, landing, begun.call))).toBe('sso.not-admitted');
  expect(await codeOf(world.gateway.call(finishSso, landing))).toBe('sso.refused');
});
