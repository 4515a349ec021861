import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { createAckProxy, type AckProxy } from '../../../../../test/harness/ack-proxy.js';
import { eventually } from '../../../../../test/harness/eventually.js';
import { noteWritten, NotesWorld } from '../../../../../test/harness/notes.js';

let world: NotesWorld;
let proxy: AckProxy;

beforeEach(async () => {
  world = await NotesWorld.create({ ackWait: 4_000 });
  proxy = await createAckProxy(world.nats.url);
});
afterEach(async () => {
  await world.close();
  await proxy.close();
});

const shuffled = <T>(items: T[]): T[] =>
  items
    .map((item) => ({ item, at: Math.random() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ item }) => item);

it('gives each event one effect, through lost acknowledgements, crashes before them, and two replays of the whole stream (P2)', async () => {
  const EVENTS = 200;
  proxy.mode = 'drop';
  const consumer = await world.consumer({ bus: await world.bus('access', proxy.url) });
  await world.relay();
  const ids = await world.write(randomUUID(), EVENTS);
  await eventually('acknowledgements lost and events redelivered', async () =>
    consumer.counts.handled === EVENTS && consumer.counts.duplicates > 0 ? true : undefined,
  );
  expect(proxy.done.dropped).toBeGreaterThan(0);

  const { connection } = await world.bus('identity');
  const manager = await jetstreamManager(connection);
  const stored = await Promise.all(ids.map((_, index) => manager.streams.getMessage('IDENTITY', { seq: index + 1 })));
  for (const message of shuffled([...stored, ...stored])) {
    await jetstream(connection).publish(noteWritten.subject, message?.data);
  }

  proxy.mode = 'cut';
  await eventually('crashes between commit and acknowledgement', async () => (proxy.done.cut >= 3 ? true : undefined));
  proxy.mode = 'pass';

  await eventually('nothing left to deliver', async () => {
    const { num_pending: waiting, num_ack_pending: unanswered } = await manager.consumers.info(
      'IDENTITY',
      consumer.name,
    );
    return waiting === 0 && unanswered === 0 ? true : undefined;
  });
  expect((await world.effects()).toSorted()).toEqual(ids.toSorted());
  expect(consumer.counts).toMatchObject({ handled: EVENTS, buried: 0 });
  expect(consumer.counts.duplicates).toBeGreaterThanOrEqual(2 * EVENTS);
});
