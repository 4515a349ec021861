import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AccessKeys, followAccess, RosterClient, RosterEvaluator, RpcSnapshotSource } from '@roster/client';
import { loadPresets } from '@roster/contracts';
import { Bus, createLogger, RpcClient } from '@roster/service-kit';
import { Api, type Answer } from '../harness/api.js';
import { eventually } from '../harness/eventually.js';
import { figure, percentile } from '../harness/figures.js';
import { colleague, openAccount, PASSWORD, roleId, signIn, succeeded, type Person } from '../harness/people.js';
import { runs } from '../harness/scale.js';
import { ownSystem, type OwnSystem } from '../harness/system.js';
import { Watch, type Channel } from '../harness/watch.js';

const PERMISSION = 'members:view';
const ROLE_ROUNDS = runs(2);
const REMOVALS = runs(1);
/** Each of the three endings, once or more often. */
const SESSIONS = runs(3);

let roster: OwnSystem;
let owner: Person;
let gateways: readonly string[];
const open: (() => unknown)[] = [];
const evaluators: RosterEvaluator[] = [];
let clients: RosterClient[];

beforeAll(async () => {
  roster = await ownSystem({ processes: 'all', replicas: { access: 2, gateway: 2 } });
  gateways = roster.urls;
  owner = await openAccount(roster, { planId: 'business' });
  for (let count = 0; count < 4; count += 1) evaluators.push(await evaluator());
  clients = [new RosterClient(new RpcClient(await bus())), new RosterClient(new RpcClient(await bus()))];
});

afterAll(async () => {
  for (const step of open.toReversed()) await step();
  await roster?.remove();
});

/** Another service of the product. */
async function bus(): Promise<Bus> {
  const nkeySeed = roster.seeds.service;
  const logger = createLogger('test', 'silent');
  const connected = await Bus.connect({
    servers: roster.natsUrl,
    caller: 'service',
    logger,
    ...(nkeySeed && { nkeySeed }),
  });
  open.push(() => connected.drain());
  return connected;
}

async function evaluator(): Promise<RosterEvaluator> {
  const own = await bus();
  const keys = new AccessKeys(roster.accessPublicKey);
  const rpc = new RpcClient(own);
  const made = new RosterEvaluator({
    source: new RpcSnapshotSource(rpc, keys),
    presets: loadPresets(''),
    remote: new RosterClient(rpc),
  });
  open.push(await followAccess(own, keys, made));
  return made;
}

const at = (person: Person, gateway: number) => new Api(gateways[gateway] ?? '', person.api.token);
const succeeds = async (answer: Promise<Answer>) => (await answer).status === 200;

/** Twenty ways in which somebody asks whether this member may see the members. */
function channelsOf(member: Person): Record<string, Channel> {
  const { accountId, memberId } = member;
  const check = { memberId, permission: PERMISSION };
  const question = { accountId, ...check };
  const subject = { type: 'member', id: memberId };
  const resource = { type: 'members', id: 'any' };
  const action = { name: 'view' };
  const named = (name: string, list: readonly Channel[]): [string, Channel][] =>
    list.map((channel, index) => [`${name} ${index + 1}`, channel]);
  const each = [0, 1];
  return Object.fromEntries([
    ...named(
      'a check over NATS',
      clients.map((client) => async () => (await client.check(question)).allowed),
    ),
    ...named(
      'a batch over NATS',
      clients.map((client) => async () => {
        const { results } = await client.checkMany({ accountId, checks: [check, check] });
        return results.some(({ allowed }) => allowed);
      }),
    ),
    ...named(
      'an embedded evaluator',
      evaluators.map((embedded) => async () => (await embedded.check(question)).allowed),
    ),
    ...named(
      '/v1/checks',
      each.map((gateway) => async () => {
        const { body } = await at(owner, gateway).post('/v1/checks', { checks: [check] });
        return body.results[0].allowed;
      }),
    ),
    ...named(
      '/v1/checks about oneself, 20 at once',
      each.map((gateway) => async () => {
        const { body } = await at(member, gateway).post('/v1/checks', {
          checks: Array.from({ length: 20 }, () => check),
        });
        return body.results.some(({ allowed }: { allowed: boolean }) => allowed);
      }),
    ),
    ...named(
      'an AuthZEN evaluation',
      each.map((gateway) => async () => {
        const answer = await at(owner, gateway).post('/access/v1/evaluation', { subject, resource, action });
        return answer.body.decision === true;
      }),
    ),
    ...named(
      '/v1/me/permissions',
      each.map((gateway) => async () => {
        const { body } = await at(member, gateway).get('/v1/me/permissions');
        return PERMISSION in (body.permissions ?? {});
      }),
    ),
    ...named('a command of identity', [
      () => succeeds(at(member, 0).get('/v1/members')),
      () => succeeds(at(member, 1).get('/v1/invitations')),
    ]),
    ['a command of access', () => succeeds(at(member, 0).get('/v1/roles'))],
    ['a command of notifications', () => succeeds(at(member, 1).get('/v1/notifications/deliveries'))],
  ]);
}

/** What each revocation took on each channel. */
class Latencies {
  readonly all: number[] = [];
  private worst = ['', 0] as readonly [string, number];

  add(allowedAfter: Record<string, number>): void {
    for (const [name, ms] of Object.entries(allowedAfter)) {
      this.all.push(ms);
      if (ms > this.worst[1]) this.worst = [name, ms];
    }
  }

  report(what: string, facts: Record<string, number>): void {
    figure(`P4 ${what}`, {
      ...facts,
      samples: this.all.length,
      'p50 ms': percentile(this.all, 0.5),
      'p99 ms': percentile(this.all, 0.99),
      'max ms': Math.max(...this.all),
      'slowest channel': this.worst[0] || 'none',
    });
  }
}

/** P4. Within how long is a figure: a busy machine hesitates. That the bound holds by its own clock, `silence.db` shows. */
describe('What is taken away (P4, S50)', () => {
  it('is gone on twenty channels: a role', async () => {
    const member = await colleague(roster, owner, 'Admin');
    const [admin, reader] = [await roleId(owner, 'Admin'), await roleId(owner, 'Read only')];
    const setRole = async (id: string) =>
      succeeded(await owner.api.put(`/v1/members/${member.memberId}/roles`, { roleIds: [id] }));
    const channels = channelsOf(member);
    expect(Object.keys(channels)).toHaveLength(20);
    const watch = new Watch(channels);
    const latencies = new Latencies();
    for (let round = 0; round < ROLE_ROUNDS; round += 1) {
      await watch.all(true);
      await setRole(reader);
      const revoked = performance.now();
      await watch.all(false);
      latencies.add(watch.allowedAfter(revoked));
      await setRole(admin);
    }
    await watch.stop();
    const facts = { rounds: ROLE_ROUNDS, channels: Object.keys(channels).length, checks: watch.asked };
    latencies.report('role taken away', facts);
  });

  it('is gone on all of them: a member', async () => {
    const latencies = new Latencies();
    for (let round = 0; round < REMOVALS; round += 1) {
      const member = await colleague(roster, owner, 'Admin');
      const watch = new Watch(channelsOf(member));
      await watch.all(true);
      succeeded(await owner.api.post(`/v1/members/${member.memberId}/revoke`));
      const revoked = performance.now();
      await watch.all(false);
      latencies.add(watch.allowedAfter(revoked));
      await watch.stop();
    }
    latencies.report('member revoked', { rounds: REMOVALS });
  });

  it('is gone at both gateways: a session, however it is ended', async () => {
    const member = await colleague(roster, owner, 'Admin');
    const latencies = new Latencies();
    for (let round = 0; round < SESSIONS; round += 1) {
      const asker = await signIn(roster, member.email, PASSWORD);
      const other = await signIn(roster, member.email, PASSWORD);
      const ways = [0, 1].flatMap((gateway) =>
        ['/v1/me', '/v1/members', '/v1/me/permissions'].map((path) => ({ gateway, path })),
      );
      const watch = new Watch(
        Object.fromEntries(
          ways.map(({ gateway, path }) => [`${path} ${gateway}`, () => succeeds(at(other, gateway).get(path))]),
        ),
      );
      await watch.all(true);
      const sessions = succeeded(await other.api.get('/v1/sessions')).body.items;
      const { id } = sessions.find(({ current }: { current: boolean }) => current);
      const endings = [
        () => asker.api.delete(`/v1/sessions/${id}`),
        () => asker.api.delete('/v1/sessions'),
        () => owner.api.delete(`/v1/members/${member.memberId}/sessions`),
      ];
      succeeded(await endings[round % endings.length]!());
      const ended = performance.now();
      await watch.all(false);
      latencies.add(watch.allowedAfter(ended));
      await watch.stop();
    }
    latencies.report('session ended', { rounds: SESSIONS });
  });
});

describe('While the bus is away', () => {
  it('every channel comes to deny, and is right again by itself when the bus is back', async () => {
    const member = await colleague(roster, owner, 'Admin');
    const watch = new Watch(channelsOf(member));
    await watch.all(true);
    await roster.system.nats.kill();
    const cut = performance.now();
    await watch.all(false);
    const allowed = watch.allowedAfter(cut);
    await roster.system.nats.start();
    const back = performance.now();
    await watch.all(true);
    figure('P4 bus cut', {
      'last allow ms after': Math.max(...Object.values(allowed)),
      'right again everywhere s': (performance.now() - back) / 1_000,
    });
    await watch.stop();
    await eventually(
      'the system to be ready',
      async () => (await roster.api.get('/health/ready')).body.ok || undefined,
    );
  });
});
