import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { jetstreamManager, type StreamAPI } from '@nats-io/jetstream';
import { eventually } from '../../../../test/harness/eventually.js';
import { noteWritten, NotesWorld } from '../../../../test/harness/notes.js';

const account = randomUUID();
let world: NotesWorld;
let streams: StreamAPI;

beforeEach(async () => {
  world = await NotesWorld.create();
  ({ streams } = await jetstreamManager((await world.bus('identity')).connection, { checkAPI: false }));
});
afterEach(() => world.close());

const published = (count: number) =>
  eventually(`${count} published events`, async () => {
    const rows = await world.asAdministrator('identity', 'select id from outbox where published_at is not null');
    return rows.length === count ? rows : undefined;
  });

const inStream = async () => (await streams.info('IDENTITY')).state.messages;

describe('the relay', () => {
  it('publishes what was recorded, and nothing that was rolled back', async () => {
    await world.relay();
    const rolledBack = world.identity.database.transaction(async (tx) => {
      await world.outbox.record(tx, noteWritten, { subject: account, data: { text: 'never' } });
      throw new Error('no');
    });
    await expect(rolledBack).rejects.toThrow('no');
    const [id] = await world.write(account, 1);
    await published(1);
    const stored = await streams.getMessage('IDENTITY', { seq: 1 });
    expect(stored?.json()).toMatchObject({
      id,
      type: noteWritten.subject,
      accountid: account,
      data: { text: 'note 0' },
    });
    expect(await inStream()).toBe(1);
  });

  it('publishes each event once when three relays work side by side', async () => {
    await Promise.all([world.relay(), world.relay(), world.relay()]);
    await world.write(account, 500);
    await published(500);
    expect(await inStream()).toBe(500);
  });

  it('is ready once the stream exists, and not while the bus is away', async () => {
    const relay = await world.relay();
    const state = () => {
      try {
        relay.assertReady();
        return 'ready';
      } catch {
        return 'not ready';
      }
    };
    await eventually('ready', async () => (state() === 'ready' ? true : undefined));
    await world.nats.stop();
    await eventually('not ready', async () => (state() === 'not ready' ? true : undefined));
    await world.nats.start();
    await eventually('ready again', async () => (state() === 'ready' ? true : undefined));
  });

  it('publishes all kept events again into a stream that was deleted while it runs', async () => {
    await world.relay();
    await world.write(account, 20);
    await published(20);
    await streams.delete('IDENTITY');
    await eventually('the stream again', async () => ((await inStream()) === 20 ? true : undefined));
  });

  it('publishes again when the end of the stream is lost', async () => {
    await world.relay();
    await world.write(account, 3);
    await published(3);
    await world.asAdministrator('identity', 'update outbox set stream_seq = stream_seq + 1000');
    const rowsOf = 'select max(stream_seq)::int as last from outbox where published_at is not null';
    await eventually('positions of now', async () => {
      const [row] = await world.asAdministrator('identity', rowsOf);
      return Number(row?.['last']) > 0 && Number(row?.['last']) < 1_000 ? true : undefined;
    });
  });

  it('deletes what was published more than a week ago', async () => {
    const before = await world.relay();
    await eventually('a stream', async () => (before.assertReady(), true));
    await before.stop();
    await world.asAdministrator(
      'identity',
      `insert into outbox values ('${randomUUID()}', '${noteWritten.subject}', '{}', now(), now() - interval '8 days')`,
    );
    await world.relay();
    await eventually('an empty outbox', async () => {
      const rows = await world.asAdministrator('identity', 'select from outbox');
      return rows.length === 0 ? true : undefined;
    });
  });
});
