import { randomUUID } from 'node:crypto';
import { expect, it, jest } from '@jest/globals';
import { jetstreamManager } from '@nats-io/jetstream';
import { eventually } from './eventually.js';
import { NotesWorld } from './notes.js';
jest.setTimeout(300_000);
it('kills', async () => {
  const world = await NotesWorld.create();
  const relay = await world.relay();
  const consumer = await world.consumer({ ackWait: 2_000 });
  const again: unknown[] = [];
  Reflect.set(relay, 'logger', { warn: (o: object, m: string) => again.push([m, o]) });
  const ids: string[] = [];
  for (let round = 0; round < 25; round += 1) {
    ids.push(...(await world.write(randomUUID(), 100)));
    await world.nats.kill();
    ids.push(...(await world.write(randomUUID(), 10)));
    await world.nats.start();
    await new Promise((r) => setTimeout(r, (round % 5) * 60));
  }
  try {
    await eventually('all', async () => ((await world.effects()).length >= ids.length ? true : undefined), 20_000);
  } catch {
    const m = await jetstreamManager((await world.bus('identity')).connection);
    const done = new Set(await world.effects());
    const rows = await world.asAdministrator('identity', 'select id, stream_seq::int, published_at from outbox order by stream_seq');
    console.log(JSON.stringify({ missing: rows.filter((r) => !done.has(String(r['id']))) , s: (await m.streams.info('IDENTITY')).state, c: await m.consumers.info('IDENTITY', consumer.name) }, null, 1));
  }
  console.log(ids.length, consumer.counts, JSON.stringify(again.filter((a) => JSON.stringify(a).includes('again"'))), again.length);
  expect((await world.effects()).length).toBe(ids.length);
  await world.close();
});
