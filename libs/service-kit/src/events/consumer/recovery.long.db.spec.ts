import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { RosterError, serviceUnavailable } from '@roster/contracts';
import { eventually } from '../../../../../test/harness/eventually.js';
import { keepNote, NotesWorld } from '../../../../../test/harness/notes.js';
import type { Relay } from '../relay.js';

const account = randomUUID();

/** How long the server waits before it delivers an unanswered event again. The usual 30 s are too long for a test. */
const ackWait = 2_000;
let world: NotesWorld;

beforeEach(async () => {
  world = await NotesWorld.create({ ackWait });
});
afterEach(() => world.close());

const effectsOf = (ids: string[]) =>
  eventually(`${ids.length} effects`, async () =>
    (await world.effects()).length >= ids.length ? (await world.effects()).toSorted() : undefined,
  );

const isUnready = (relay: Relay): boolean => {
  try {
    relay.assertReady();
    return false;
  } catch {
    return true;
  }
};

const published = (ids: string[]) =>
  eventually(`${ids.length} events published`, async () => {
    const rows = await world.asAdministrator('identity', 'select from outbox where published_at is not null');
    return rows.length === ids.length ? true : undefined;
  });

describe('JetStream’s folder lost completely (P3)', () => {
  it('converges while the services run, with events handled, waiting and recorded meanwhile', async () => {
    let open = true;
    await world.relay();
    const consumer = await world.consumer({
      backoff: [200],
      handle: async (envelope, manager) => {
        if (!open) throw new RosterError(serviceUnavailable);
        await keepNote(envelope, manager);
      },
    });
    const ids = await world.write(account, 50);
    await effectsOf(ids);
    open = false;
    ids.push(...(await world.write(account, 30)));
    await published(ids);

    await world.nats.stop();
    await world.nats.loseData();
    ids.push(...(await world.write(account, 10)));
    open = true;
    await world.nats.start();

    expect(await effectsOf(ids)).toEqual(ids.toSorted());
    expect(consumer.counts.buried).toBe(0);
    const more = await world.write(account, 1);
    expect(await effectsOf([...ids, ...more])).toContain(more[0]);
  });

  it('converges when the declarer is gone too, once there is one again', async () => {
    const relay = await world.relay();
    const consumer = await world.consumer();
    const ids = await world.write(account, 20);
    await effectsOf(ids);
    await world.loseDeclarer();
    await world.nats.kill();
    await world.nats.loseData();
    await world.nats.start();
    ids.push(...(await world.write(account, 10)));
    await eventually('the relay to miss its stream', async () => isUnready(relay) || undefined);
    expect(consumer.ready).toBe(false);
    expect(await world.effects()).toHaveLength(20);

    await world.declare();
    expect(await effectsOf(ids)).toEqual(ids.toSorted());
    expect(consumer.counts.buried).toBe(0);
  });

  it('converges when the services restart after it', async () => {
    const relay = await world.relay();
    const consumer = await world.consumer();
    const ids = await world.write(account, 50);
    await effectsOf(ids);
    await consumer.stop();
    ids.push(...(await world.write(account, 30)));
    await published(ids);
    await relay.stop();

    await world.nats.stop();
    await world.nats.loseData();
    await world.nats.start();
    ids.push(...(await world.write(account, 10)));
    await world.consumer();
    await Promise.all([world.relay(), world.relay()]);

    expect(await effectsOf(ids)).toEqual(ids.toSorted());
  });

  it('converges when the server is killed repeatedly under load, and loses everything each time', async () => {
    await world.relay();
    await world.consumer();
    const ids: string[] = [];
    for (let round = 0; round < 3; round += 1) {
      const writing = world.write(account, 100);
      await world.nats.kill();
      await world.nats.loseData();
      await world.nats.start();
      ids.push(...(await writing));
    }
    expect(await effectsOf(ids)).toEqual(ids.toSorted());
  });
});

it('converges when the server is killed and comes back with its data', async () => {
  await world.relay();
  await world.consumer();
  const ids: string[] = [];
  for (let round = 0; round < 3; round += 1) {
    ids.push(...(await world.write(account, 100)));
    await world.nats.kill();
    ids.push(...(await world.write(account, 10)));
    await world.nats.start();
  }
  expect(await effectsOf(ids)).toEqual(ids.toSorted());
});
