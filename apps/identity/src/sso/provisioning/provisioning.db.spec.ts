import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  changeSsoConnection,
  createSsoConnection,
  getSsoConnection,
  listDomains,
  listSsoConnections,
  mailRequested,
  privilegeAboveOwn,
  removeDomain,
  RosterError,
  seatLimitReached,
  serviceUnavailable,
  type BrokenPromise,
  type SsoConnection,
} from '@roster/contracts';
import { TestDns } from '../../../../../test/identity/dns.js';
import { TestProvider } from '../../../../../test/identity/provider.js';
import { CLIENT, Sso, ssoSettings } from '../../../../../test/identity/sso.js';
import { FREE_SEATS } from '../../../../../test/identity/seats.js';
import { codeOf, EDITOR, IdentityWorld, sessionOf, type Owner } from '../../../../../test/identity/world.js';

let dns: TestDns;
let world: IdentityWorld;
let sso: Sso;
let provider: TestProvider;
let doubles: Pick<IdentityWorld['neighbours'], 'promises' | 'recheck' | 'reserve' | 'seats'>;
let owner: Owner;
let domain: string;
let connection: SsoConnection;

beforeAll(async () => {
  dns = await TestDns.start();
  provider = await TestProvider.start([CLIENT]);
  world = await IdentityWorld.create(ssoSettings(dns));
  sso = new Sso(world, dns);
  const { promises, recheck, reserve, seats } = world.neighbours;
  doubles = { promises, recheck, reserve, seats };
});
afterAll(async () => {
  await world.close();
  provider.close();
  dns.close();
});
beforeEach(async () => {
  owner = await world.openAccount();
  domain = await sso.domain(owner);
  connection = await sso.connection(owner, provider, { provisions: true, roleIds: [EDITOR.id] });
});
afterEach(() => void Object.assign(world.neighbours, doubles));

const WORKING = { state: 'working', reason: null, memberId: null, since: null };
const stoppedFor = (reason: string, memberId: string | null = null) => ({
  state: 'stopped',
  reason,
  memberId,
  since: expect.stringMatching(/Z$/),
});
const shown = async () =>
  (await world.gateway.call(getSsoConnection, { connectionId: connection.id }, owner.call)).provisioning;
const newcomer = () => {
  provider.add({ email: `${randomUUID()}@${domain}`, email_verified: true });
  return sso.signIn(owner, connection, provider);
};
const mails = async () =>
  (await world.events(mailRequested, owner.accountId))
    .map(({ data }) => data)
    .filter(({ template }) => template === 'sso-provisioning-stopped');
const acts = async () =>
  (await world.acts(owner.accountId))
    .filter(({ action }) => ['sso-connection.stopped', 'sso-connection.resumed'].includes(action))
    .map(({ action, actor, parts }) => [action, actor, parts[0]?.after]);

/** As if access said this of whoever vouches for a connection. */
function nobodyGives(reason: BrokenPromise = 'privilege.above-own'): void {
  world.neighbours.promises = ({ promises }) => ({
    version: 6,
    promises: promises.map(({ memberId, granterId, roleIds }) => ({ memberId, granterId, reason, roleIds })),
  });
  world.neighbours.recheck = () => {
    throw new RosterError(privilegeAboveOwn);
  };
}

const service = { kind: 'service', name: 'identity' };

describe('a connection whose giver lost the right', () => {
  it('shows it when it is read, tells the owner once, and works again when the giver may again', async () => {
    expect(await shown()).toEqual(WORKING);
    nobodyGives();
    const stopped = stoppedFor('privilege.above-own', owner.memberId);
    const first = await shown();
    expect(first).toEqual(stopped);
    const { items } = await world.gateway.call(listSsoConnections, {}, owner.call);
    expect(items).toMatchObject([{ id: connection.id, provisioning: first }]);
    nobodyGives('role.above-own');
    expect(await shown()).toEqual({ ...first, reason: 'role.above-own' });
    expect(await mails()).toMatchObject([
      { recipient: owner.email, words: { connectionName: 'Acme', accountName: 'Acme', firstName: 'Olivia' } },
    ]);
    Object.assign(world.neighbours, doubles);
    expect(await shown()).toEqual(WORKING);
    expect(await acts()).toEqual([
      ['sso-connection.stopped', service, { reason: 'privilege.above-own', memberId: owner.memberId }],
      ['sso-connection.resumed', service, { reason: null, memberId: null }],
    ]);
    nobodyGives();
    expect(await shown()).toEqual(stopped);
    expect(await mails()).toHaveLength(2);
  });

  it('tells the owner when somebody is turned away, once for all who are, and that it works when somebody comes in', async () => {
    nobodyGives();
    for (let time = 0; time < 3; time += 1) expect(await codeOf(newcomer())).toBe('sso.not-admitted');
    expect(await mails()).toHaveLength(1);
    Object.assign(world.neighbours, doubles);
    sessionOf(await newcomer());
    expect((await acts()).map(([action]) => action)).toEqual(['sso-connection.stopped', 'sso-connection.resumed']);
  });

  it('works again once somebody who may give its roles has saved it, and whoever saves it gets no mail', async () => {
    nobodyGives();
    expect(await shown()).toMatchObject({ state: 'stopped' });
    Object.assign(world.neighbours, doubles);
    const change = { connectionId: connection.id, roleIds: [EDITOR.id] };
    const saved = await world.gateway.call(changeSsoConnection, change, owner.call);
    expect(saved.provisioning).toEqual(WORKING);
    world.neighbours.seats = (input) => ({ ...pool(input.pool), available: 0 });
    const other = await world.gateway.call(changeSsoConnection, change, owner.call);
    expect(other.provisioning).toEqual(stoppedFor('seat.limit-reached'));
    expect(await mails()).toHaveLength(1);
  });

  it('is shown as it was seen last where access does not answer, and people are told the same as before', async () => {
    nobodyGives();
    const before = await shown();
    world.neighbours.promises = () => {
      throw new RosterError(serviceUnavailable);
    };
    expect(await shown()).toEqual(before);
    expect(await codeOf(newcomer())).toBe('sso.not-admitted');
  });
});

const pool = (name: string) => ({ ...FREE_SEATS, pool: name, used: 10, available: 1 });

describe('a connection by which nobody new comes in for another reason', () => {
  it('has no seat for them, whoever notices it first', async () => {
    world.neighbours.reserve = () => {
      throw new RosterError(seatLimitReached);
    };
    world.neighbours.seats = (input) => ({ ...pool(input.pool), available: 0 });
    expect(await codeOf(newcomer())).toBe('seat.limit-reached');
    expect(await mails()).toHaveLength(1);
    expect(await shown()).toEqual(stoppedFor('seat.limit-reached'));
    world.neighbours.seats = (input) => ({ ...pool(input.pool), available: 0, overage: 'consent' });
    expect(await shown()).toEqual(stoppedFor('seat.consent-required'));
    expect(await mails()).toHaveLength(1);
  });

  it('has no verified domain any more, one whose verifier lost the right, or is not the way in', async () => {
    const { member: verifier } = await world.colleague(owner);
    const verifiedBy = (memberId: string) =>
      world.sql('update domains set verifier_id = $2 where account_id = $1', [owner.accountId, memberId]);
    await verifiedBy(verifier.id);
    world.neighbours.promises = ({ promises }) => ({
      version: 6,
      promises: promises.map(({ memberId, granterId, roleIds }) => ({
        memberId,
        granterId,
        roleIds,
        reason: granterId === verifier.id ? 'privilege.above-own' : null,
      })),
    });
    expect(await shown()).toEqual(stoppedFor('privilege.above-own', verifier.id));
    await verifiedBy(owner.memberId);
    const { items } = await world.gateway.call(listDomains, {}, owner.call);
    await world.gateway.call(removeDomain, { domainId: items[0]?.id ?? '' }, owner.call);
    expect(await codeOf(newcomer())).toBe('sso.not-admitted');
    expect(await shown()).toEqual(stoppedFor('sso-connection.domain-required'));
    domain = await sso.domain(owner);
    expect(await shown()).toEqual(WORKING);
    const other = await sso.connection(owner, provider);
    await world.gateway.call(changeSsoConnection, { connectionId: other.id, enforced: true }, owner.call);
    expect(await codeOf(newcomer())).toBe('sso.required');
    expect(await shown()).toEqual(stoppedFor('sso-connection.enforced-elsewhere'));
    expect(await mails()).toHaveLength(2);
  });

  it('is off where it is not to make members, and shows no more what stopped it', async () => {
    nobodyGives();
    expect(await shown()).toMatchObject({ state: 'stopped' });
    const key = { connectionId: connection.id };
    const off = await world.gateway.call(changeSsoConnection, { ...key, provisions: false }, owner.call);
    expect(off.provisioning).toEqual({ ...WORKING, state: 'off' });
    Object.assign(world.neighbours, doubles);
    const on = await world.gateway.call(changeSsoConnection, { ...key, provisions: true }, owner.call);
    expect(on.provisioning).toEqual(WORKING);
  });
});

it('shows the role that newcomers get, where the one that was chosen was replaced', async () => {
  const replacement = randomUUID();
  world.neighbours.promises = ({ promises }) => ({
    version: 6,
    promises: promises.map(({ memberId, granterId }) => ({
      memberId,
      granterId,
      reason: null,
      roleIds: [replacement],
    })),
  });
  const { items } = await world.gateway.call(listSsoConnections, {}, owner.call);
  expect(items).toMatchObject([{ roleIds: [replacement] }]);
  const input = {
    kind: 'generic',
    name: 'B',
    issuer: provider.issuer,
    clientId: CLIENT.id,
    clientSecret: 's',
  } as const;
  const more = { provisions: true, roleIds: [EDITOR.id] };
  expect(await world.gateway.call(createSsoConnection, { ...input, ...more }, owner.call)).toMatchObject({
    roleIds: [replacement],
  });
});
