import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { jetstreamManager, type JetStreamManager, type StreamConfig } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { memberInvited, streamName } from '@roster/contracts';
import { Bus, createLogger } from '@roster/service-kit';

import { eventually } from '../../../test/harness/eventually.js';
import { createTestNats, type TestNats } from '../../../test/harness/nats.js';
import { contextStream, deadStream, durable, type Declarations } from './declarations.js';
import { Declarer } from './declarer.js';

const IDENTITY = streamName('identity');
const handler = durable(memberInvited, 'access');
const declared: Declarations = { streams: [contextStream('identity'), deadStream()], durables: [handler] };

let nats: TestNats;
let bus: Bus;
let declarer: Declarer;
/** A user who may do everything, as any service could with streams before there was a declarer. */
let anybody: NatsConnection;
let manager: JetStreamManager;

const logger = createLogger('test', 'silent');
const newDeclarer = () => new Declarer({ bus, logger, declarations: declared, every: 50 });

beforeAll(async () => {
  nats = await createTestNats();
  bus = await Bus.connect({ servers: nats.url, caller: 'declarer', logger });
  await open();
});
afterAll(async () => {
  await nats.remove();
  await bus.drain();
  await anybody.close();
});

beforeEach(() => {
  declarer = newDeclarer();
});
afterEach(async () => {
  await declarer.stop();
  for (const name of await names()) await manager.streams.delete(name);
});

async function open(): Promise<void> {
  await anybody?.close();
  anybody = await connect({ servers: nats.url });
  manager = await jetstreamManager(anybody);
}

const isReady = () => {
  try {
    declarer.assertReady();
    return true;
  } catch {
    return false;
  }
};
const ready = () => eventually('all to be declared', async () => isReady() || undefined);
const names = async () => (await manager.streams.list().next()).map(({ config }) => config.name).toSorted();
const until = (what: string, holds: () => Promise<boolean>) =>
  eventually(what, () =>
    holds().then(
      (held) => held || undefined,
      () => undefined,
    ),
  );

const begun = async () => {
  declarer.start();
  await ready();
};

it('creates what is declared, and is ready then', async () => {
  expect(isReady()).toBe(false);
  await begun();
  expect(await names()).toEqual(declared.streams.map(({ name }) => name).toSorted());
  const { config } = await manager.consumers.info(IDENTITY, handler.durable_name);
  expect(config).toMatchObject({ filter_subject: memberInvited.subject, ack_policy: 'explicit', max_deliver: -1 });
});

it('creates it again where it was deleted, and where JetStream lost everything (P3)', async () => {
  await begun();
  await manager.consumers.delete(IDENTITY, handler.durable_name);
  await until('the durable', async () => Boolean(await manager.consumers.info(IDENTITY, handler.durable_name)));
  await manager.streams.delete(IDENTITY);
  await until('stream and durable', async () => Boolean(await manager.consumers.info(IDENTITY, handler.durable_name)));

  await nats.kill();
  await nats.loseData();
  await nats.start();
  await open();
  await until('everything', async () => {
    await manager.consumers.info(IDENTITY, handler.durable_name);
    return (await names()).length === declared.streams.length;
  });
});

it('keeps what matches the declaration, with its position in the stream', async () => {
  await begun();
  const { created } = await manager.consumers.info(IDENTITY, handler.durable_name);
  const stream = await manager.streams.info(IDENTITY);
  await declarer.stop();
  declarer = newDeclarer();
  await begun();
  expect((await manager.consumers.info(IDENTITY, handler.durable_name)).created).toBe(created);
  expect((await manager.streams.info(IDENTITY)).created).toBe(stream.created);
});

/**
 * Changes settings of the stream. Settings that the server does not let anyone change are changed by creating the
 * stream again.
 */
async function meddle(change: Partial<StreamConfig>): Promise<void> {
  const updated = await manager.streams.update(IDENTITY, change).catch(() => undefined);
  if (updated) return;
  await manager.streams.delete(IDENTITY);
  await manager.streams.add({ name: IDENTITY, subjects: ['evt.identity.>'], ...change }).catch(() => undefined);
}

describe('restores a stream', () => {
  it.each([
    ['that takes in calls', { subjects: ['evt.identity.>', 'rpc.identity.>'] }],
    ['that forgets', { max_age: 120_000_000_000 }],
    ['that takes no more than one', { max_msgs: 1 }],
    ['that republishes', { republish: { src: '>', dest: 'spy.>' } }],
    ['that republishes as calls', { republish: { src: '>', dest: 'rpc.>' } }],
  ])('%s', async (_, change) => {
    await begun();
    const before = await manager.streams.info(IDENTITY);
    await meddle(change);
    await until('the stream as declared', async () => {
      const { config } = await manager.streams.info(IDENTITY);
      return (
        JSON.stringify(config.subjects) === JSON.stringify(before.config.subjects) &&
        config.max_age === before.config.max_age &&
        config.max_msgs === before.config.max_msgs &&
        !config.republish
      );
    });
    await until('its durable', async () => Boolean(await manager.consumers.info(IDENTITY, handler.durable_name)));
  });

  it('that was replaced by a copy of another', async () => {
    await begun();
    await manager.streams.add({ name: 'OTHER', subjects: ['orders.>'] });
    await manager.streams.delete(IDENTITY);
    await manager.streams.add({ name: IDENTITY, mirror: { name: 'OTHER' } }).catch(() => undefined);
    await until('the stream as declared', async () => {
      const { config } = await manager.streams.info(IDENTITY);
      return !config.mirror && config.subjects?.[0] === 'evt.identity.>';
    });
  });
});

it('restores a durable that sends its events somewhere', async () => {
  await begun();
  const { stream, ...settings } = handler;
  await manager.consumers.delete(stream, settings.durable_name);
  await manager.consumers.add(stream, { ...settings, deliver_subject: 'beat.access' }).catch(() => undefined);
  await until('the durable as declared', async () => {
    const { config } = await manager.consumers.info(stream, settings.durable_name);
    return config.deliver_subject === undefined;
  });
});

describe('deletes', () => {
  it.each([
    ['calls', { subjects: ['rpc.identity.session.create'] }],
    ['answers', { subjects: ['_INBOX_gateway.>'] }],
    ['beats', { subjects: ['beat.access'] }],
    ['events nobody declared a stream for', { subjects: ['evt.access.account.changed.v1'] }],
    [
      'nothing, and says it as a change of access',
      { subjects: ['x'], republish: { src: 'x', dest: 'evt.access.account.changed.v1' } },
    ],
  ])('a stream that takes in %s', async (_, config) => {
    await manager.streams.add({ name: 'SPY', ...config });
    await begun();
    await until('no spy', async () => !(await names()).includes('SPY'));
  });

  it.each([
    ['by sources', { sources: [{ name: IDENTITY }] }],
    ['as a mirror', { mirror: { name: IDENTITY } }],
  ])('a stream that copies ours %s', async (_, config) => {
    await begun();
    await manager.streams.add({ name: 'SPY', ...config });
    await until('no spy', async () => !(await names()).includes('SPY'));
  });

  it('a consumer that delivers events to a subject', async () => {
    await begun();
    await manager.consumers.add(IDENTITY, { durable_name: 'spy', deliver_subject: 'beat.access', ack_policy: 'none' });
    await until('no spy', async () =>
      (await manager.consumers.list(IDENTITY).next()).every(({ name }) => name !== 'spy'),
    );
  });
});

it('leaves other streams alone, and is not ready next to one that captures every subject', async () => {
  await manager.streams.add({ name: 'ORDERS', subjects: ['orders.>'] });
  await begun();
  expect(await names()).toContain('ORDERS');
  await manager.streams.delete(IDENTITY);
  await manager.streams.delete('DEAD');
  await manager.streams.add({ name: 'ALL', subjects: ['>'], no_ack: true }).catch(() => undefined);
  if (!(await names()).includes('ALL')) return;
  await until('a complaint', async () => !isReady());
  expect(() => declarer.assertReady()).toThrow();
  expect(await names()).toContain('ALL');
});
