import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect, nkeyAuthenticator, type Msg, type NatsConnection } from '@nats-io/transport-node';
import {
  allEvents,
  allRpcs,
  askChecks,
  checkHealth,
  CONTEXTS,
  DEAD_STREAM,
  durableName,
  evaluateCheck,
  heartbeatSubject,
  inboxPrefix,
  memberInvited,
  sessionEnded,
  streamName,
  type Context,
  type OtherUser,
} from '@roster/contracts';
import { Bus, createLogger, RpcClient } from '@roster/service-kit';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';

import { eventually } from '../../../test/harness/eventually.js';
import { contextStream, durable } from '../declarer/declarations.js';
import { BUS_USERS, type StandingUser } from '../names.js';
import { natsVersion } from './binary.js';
import { natsConfig } from './config.js';
import { newSeeds, publicKeys } from './keys.js';
import { allRights } from './rights.js';
import { startNats, type Nats } from './server.js';

const others: OtherUser[] = [
  { name: 'crm', kind: 'keeper', recordTypes: 'all', accounts: 'all' },
  { name: 'ledger', kind: 'back-office', recordTypes: [], accounts: 'all' },
  { name: 'reports', kind: 'service', recordTypes: 'all', accounts: 'all' },
];
const USERS = [...BUS_USERS, ...others.map(({ name }) => name)];

const seeds = newSeeds(others);
const connections = {} as Record<StandingUser, NatsConnection> & Record<string, NatsConnection>;
let dir: string;
let nats: Nats;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'roster-rights-'));
  const keys = publicKeys(seeds, others);
  nats = await startNats({
    binary: process.env['TEST_NATS_SERVER'] ?? '',
    dir,
    config: (settings) => natsConfig({ ...settings, keys, rights: allRights(), others }),
  });
  for (const user of USERS) {
    connections[user] = await connect({
      servers: nats.url,
      authenticator: nkeyAuthenticator(new TextEncoder().encode(seeds[user])),
      inboxPrefix: inboxOf(user),
      reconnect: false,
    });
  }
});

afterAll(async () => {
  await Promise.all(Object.values(connections).map((connection) => connection.close()));
  await nats.stop();
  await rm(dir, { recursive: true, force: true });
});

/** The server's refusal of an action, or `allowed` once it has processed the action without one. */
async function verdict(user: string, action: (connection: NatsConnection) => void): Promise<string> {
  const connection = connections[user];
  if (!connection) throw new Error(`${user} is not connected`);
  const errors = connection.status();
  action(connection);
  await connection.flush();
  const refused = (async () => {
    for await (const status of errors) if (status.type === 'error') return status.error.message;
    return 'closed';
  })();
  // A refusal that has arrived is read within a few turns of the loop.
  const allowed = connection.flush().then(() => setImmediate('allowed'));
  return Promise.race([refused, allowed]);
}

const publishing = (user: string, subject: string) => verdict(user, (connection) => connection.publish(subject, '{}'));
const subscribing = (user: string, subject: string, queue?: string) =>
  verdict(user, (connection) => connection.subscribe(subject, { ...(queue ? { queue } : {}), callback: () => {} }));

function inboxOf(user: string): string {
  const other = others.find(({ name }) => name === user);
  return other ? inboxPrefix(other.kind, other.name) : inboxPrefix(user as StandingUser);
}

const REFUSED = /permissions violation/i;

it('refuses clients without a key, and keys that it does not know', async () => {
  await expect(connect({ servers: nats.url, reconnect: false })).rejects.toThrow(/authorization violation/i);
  const stranger = nkeyAuthenticator(new TextEncoder().encode(newSeeds().identity));
  await expect(connect({ servers: nats.url, authenticator: stranger, reconnect: false })).rejects.toThrow(
    /authorization violation/i,
  );
});

it.each([
  ['an event of a service', 'evt.identity.member.invited.v1'],
  ['a dead letter', 'dead.access.identity.member.invited.v1'],
  ['another’s inbox', `${inboxPrefix('identity')}.x`],
  ['a change of a stream', '$JS.API.STREAM.DELETE.IDENTITY'],
])('keeps the gateway from publishing %s', async (_, subject) => {
  expect(await publishing('gateway', subject)).toMatch(REFUSED);
});

it.each(['rpc.identity.>', '>', 'evt.>', `${inboxPrefix('identity')}.>`, '_INBOX.>', '$JS.>'])(
  'keeps the gateway from listening to %s',
  async (subject) => {
    expect(await subscribing('gateway', subject)).toMatch(REFUSED);
  },
);

it('keeps a service from another’s calls, events and position in a stream', async () => {
  const place = durableName('access', memberInvited.subject);
  expect(await subscribing('billing', 'rpc.identity.>', 'identity')).toMatch(REFUSED);
  expect(await publishing('billing', 'evt.identity.member.invited.v1')).toMatch(REFUSED);
  expect(await publishing('billing', `$JS.API.CONSUMER.MSG.NEXT.IDENTITY.${place}`)).toMatch(REFUSED);
  expect(await publishing('billing', `$JS.ACK.IDENTITY.${place}.1.1.1.1.1`)).toMatch(REFUSED);
});

/** What writes settings or content of streams, or reads it without a durable, on all servers since 2.9. */
const OVER_STREAMS = [
  'STREAM.CREATE',
  'STREAM.UPDATE',
  'STREAM.DELETE',
  'STREAM.PURGE',
  'STREAM.MSG.DELETE',
  'STREAM.MSG.GET',
  'STREAM.SNAPSHOT',
  'STREAM.RESTORE',
  'DIRECT.GET',
];
const OVER_CONSUMERS = [
  'CONSUMER.CREATE',
  'CONSUMER.DURABLE.CREATE',
  'CONSUMER.DELETE',
  'CONSUMER.PAUSE',
  'CONSUMER.UNPIN',
];

it.each(USERS.filter((user) => user !== 'declarer'))(
  'keeps %s from every setting of every stream and durable',
  async (user) => {
    const allowed: string[] = [];
    for (const stream of [...CONTEXTS.map(streamName), DEAD_STREAM, 'SPY']) {
      const own = allEvents().filter(({ consumers }) => consumers.some((consumer) => consumer === user));
      const durables = ['spy', ...own.map(({ subject }) => durableName(user as Context, subject))];
      const subjects = [
        ...OVER_STREAMS.map((verb) => `$JS.API.${verb}.${stream}`),
        ...OVER_CONSUMERS.flatMap((verb) => durables.map((name) => `$JS.API.${verb}.${stream}.${name}`)),
        `$JS.API.CONSUMER.CREATE.${stream}.spy.evt.>`,
      ];
      for (const subject of subjects) if ((await publishing(user, subject)) === 'allowed') allowed.push(subject);
    }
    expect(allowed).toEqual([]);
  },
);

it('lets a service answer its calls as a member of its group only', async () => {
  expect(await subscribing('access', 'rpc.access.>')).toMatch(REFUSED);
  expect(await subscribing('access', 'rpc.access.>', 'other')).toMatch(REFUSED);
});

it('lets declared callers call, and the called service answer', async () => {
  const sub = connections.identity.subscribe(checkHealth.identity.subject, {
    queue: 'identity',
    callback: (_, message) => {
      message.respond('{"ok":true}');
    },
  });
  await connections.identity.flush();
  const reply = await connections.gateway.request(checkHealth.identity.subject, '{}', { timeout: 60_000 });
  expect(reply.json()).toEqual({ ok: true });
  sub.unsubscribe();
});

it('lets another service of the product ask for decisions, and nothing else', async () => {
  expect(await publishing('service', evaluateCheck.subject)).toBe('allowed');
  expect(await publishing('service', askChecks.subject)).toMatch(REFUSED);
  expect(await publishing('service', checkHealth.identity.subject)).toMatch(REFUSED);
});

it.each(['reports', 'crm'])('lets %s read what a service reads, hear of changes, and nothing else', async (user) => {
  for (const { subject, callers } of allRpcs()) {
    expect(await publishing(user, subject)).toMatch(callers.includes('service') ? 'allowed' : REFUSED);
  }
  for (const { subject, listeners } of allEvents()) {
    expect(await subscribing(user, subject)).toMatch(listeners.includes('service') ? 'allowed' : REFUSED);
  }
  expect(await subscribing(user, heartbeatSubject('access'))).toBe('allowed');
  expect(await publishing(user, heartbeatSubject('access'))).toMatch(REFUSED);
});

it('lets a back office ask and receive nothing as long as no contract is open to it', async () => {
  for (const { subject } of allRpcs()) {
    expect(await publishing('ledger', subject)).toMatch(REFUSED);
    expect(await publishing('ledger', `${subject}.ledger`)).toMatch(REFUSED);
  }
  for (const { subject } of allEvents()) expect(await subscribing('ledger', subject)).toMatch(REFUSED);
  expect(await subscribing('ledger', heartbeatSubject('access'))).toMatch(REFUSED);
});

it('keeps the inbox of each user private', async () => {
  const heard: string[] = [];
  for (const user of USERS) {
    expect([user, await subscribing(user, `${inboxOf(user)}.>`)]).toEqual([user, 'allowed']);
    for (const other of USERS.filter((one) => one !== user)) {
      if ((await subscribing(user, `${inboxOf(other)}.>`)) === 'allowed') heard.push(`${user} hears ${other}`);
    }
  }
  expect(heard).toEqual([]);
});

it('lets the gateway receive what its contracts list', async () => {
  expect(await subscribing('gateway', sessionEnded.subject)).toBe('allowed');
});

it('lets the declarer create a stream, its owner publish to it, and a consumer read it', async () => {
  const declarer = await jetstreamManager(connections.declarer, { checkAPI: false });
  await declarer.streams.add(contextStream('identity'));
  const { stream, ...settings } = durable(memberInvited, 'access');
  await declarer.consumers.add(stream, settings);
  await jetstream(connections.identity).publish(memberInvited.subject, '{"id":1}');

  const consumer = await jetstream(connections.access).consumers.get(stream, settings.durable_name);
  const message = await consumer.next({ expires: 2_000 });
  expect(message?.json()).toEqual({ id: 1 });
  expect(await message?.ackAck()).toBe(true);
});

/** JetStream sends its answers wherever a request says, and the requesting user's rights do not limit where. */
describe('does not let JetStream’s answers remove events:', () => {
  it.each(['STREAM.PURGE', 'STREAM.MSG.DELETE'])('%s of another’s stream', async (verb) => {
    const declarer = await jetstreamManager(connections.declarer, { checkAPI: false });
    // Created again, so that the positions in what billing receives start from the first one.
    await declarer.streams.delete(streamName('billing')).catch(() => undefined);
    for (const context of ['identity', 'billing'] as const) await declarer.streams.add(contextStream(context));
    await jetstream(connections.identity).publish(memberInvited.subject, '{}');
    const before = await declarer.streams.info(streamName('identity'));
    // Each acknowledgement names the next position in billing's stream, and so eventually any position in another
    // stream.
    for (let at = 0; at < before.state.last_seq; at += 1) {
      const reply = `$JS.API.${verb}.${streamName('identity')}`;
      expect(await verdict('billing', (billing) => billing.publish('evt.billing.x.happened.v1', '{}', { reply }))).toBe(
        'allowed',
      );
    }
    // An answered request shows that the earlier ones were processed.
    for (let round = 0; round < 10; round += 1) {
      await jetstream(connections.billing).publish('evt.billing.x.happened.v1', '{}');
      const { state } = await declarer.streams.info(streamName('identity'));
      expect(state.messages).toBe(before.state.messages);
    }
  });
});

/**
 * What a user receives with a reply subject, which it may then answer on, whoever chose that subject, even the user
 * itself.
 */
it.each(CONTEXTS)('does not let %s gain a right by what it publishes to itself', async (user) => {
  const connection = connections[user];
  const { publish, subscribe } = allRights().standing[user];
  const heard = subscribe
    .map((subject) => subject.split(' '))
    .filter(([subject = '']) => !subject.startsWith('_INBOX'));
  const subs = heard.map(([subject = '', queue]) =>
    connection.subscribe(subject, { ...(queue ? { queue } : {}), callback: () => {} }),
  );
  await connection.flush();
  const aim = '$JS.API.STREAM.DELETE.SPY';
  for (const subject of publish) connection.publish(subject.replaceAll('>', 'x'), '{}', { reply: aim });
  await connection.flush();
  expect(await publishing(user, aim)).toMatch(REFUSED);
  for (const sub of subs) sub.unsubscribe();
});

it('does not let a service that was asked one question answer another', async () => {
  const declarer = await jetstreamManager(connections.declarer, { checkAPI: false });
  await declarer.streams.add(contextStream('billing'));
  const logger = createLogger('test', 'silent');
  const bus = await Bus.connect({ servers: nats.url, caller: 'gateway', nkeySeed: seeds.gateway, logger });
  const rpc = new RpcClient(bus);
  const asked = new Map<string, string>();
  const answers = (user: 'billing' | 'identity', take: (message: Msg) => void) =>
    connections[user].subscribe(checkHealth[user].subject, { queue: user, callback: (_, message) => take(message) });
  const report = JSON.stringify({ service: 'identity', ok: true, checks: [], presets: '', deadLetters: 0 });
  const billing = answers('billing', (message) => {
    asked.set('billing', message.reply ?? '');
    message.respond(report);
  });
  let answer = () => {};
  const identity = answers('identity', (message) => {
    asked.set('identity', message.reply ?? '');
    answer = () => void message.respond(report);
  });
  await Promise.all([connections.billing.flush(), connections.identity.flush()]);

  await rpc.call(checkHealth.billing, {});
  const pending = rpc.call(checkHealth.identity, {});
  await eventually('identity to be asked', async () => asked.has('identity') || undefined);
  // Billing may not publish there, but JetStream sends acknowledgements wherever billing asks.
  const [, inbox = '', last = ''] = /^(.*)\.([^.]*)$/.exec(asked.get('billing') ?? '') ?? [];
  for (let next = 1; next <= 50; next += 1) {
    const reply = `${inbox}.${(Number.parseInt(last, 36) + next).toString(36)}`;
    connections.billing.publish('evt.billing.x.happened.v1', '{}', { reply });
  }
  await connections.billing.flush();
  for (let round = 0; round < 10; round += 1) await jetstream(connections.billing).publish('evt.billing.x.is.v1', '{}');
  answer();
  expect(await pending).toEqual(JSON.parse(report));
  billing.unsubscribe();
  identity.unsubscribe();
  await bus.drain();
});

it('stores durably at once where the server can', async () => {
  const [major = 0, minor = 0] = await natsVersion(process.env['TEST_NATS_SERVER'] ?? '');
  const config = natsConfig({
    host: '::',
    port: 1,
    storeDir: '/s',
    version: [major, minor],
    keys: publicKeys(seeds),
    rights: allRights(),
  });
  expect(config.includes('sync_interval')).toBe(major > 2 || minor >= 10);
});
