import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { DEAD_STREAM, deadLetterSubject, RosterError, serviceUnavailable } from '@roster/contracts';
import { eventually } from '../../../../../test/harness/eventually.js';
import { keepNote, noteWritten, NotesWorld } from '../../../../../test/harness/notes.js';
import { DeadLetters } from './dead-letters.js';

const account = randomUUID();
let world: NotesWorld;

beforeEach(async () => {
  world = await NotesWorld.create();
});
afterEach(() => world.close());

const until = (what: string, holds: () => boolean) => eventually(what, async () => (holds() ? true : undefined));

const handled = (ids: string[]) =>
  eventually('all events handled', async () => {
    const effects = await world.effects();
    return effects.length >= ids.length ? effects.toSorted() : undefined;
  });

describe('a consumer', () => {
  it('is not ready before the stream exists, and handles events once it does', async () => {
    const ids = await world.write(account, 5);
    const consumer = await world.consumer();
    expect(consumer.ready).toBe(false);
    await world.relay();
    expect(await handled(ids)).toEqual(ids.toSorted());
    expect(consumer.ready).toBe(true);
  });

  it('enters the event’s account, or none where the event has none', async () => {
    const seen: unknown[] = [];
    await world.relay();
    await world.consumer({
      handle: async (_envelope, manager) => {
        const [row] = await manager.query("select nullif(current_setting('roster.account', true), '') as account");
        seen.push(row.account);
      },
    });
    await world.write(account, 1);
    await until('the first', () => seen.length === 1);
    await world.identity.database.transaction((manager) =>
      world.outbox.record(manager, noteWritten, { subject: 'x', data: { text: 'x' } }),
    );
    await until('the second', () => seen.length === 2);
    expect(seen).toEqual([account, null]);
  });

  it('shares the events with another replica of the service', async () => {
    const replicas = [await world.consumer(), await world.consumer()];
    await world.relay();
    const ids = await world.write(account, 200);
    expect(await handled(ids)).toEqual(ids.toSorted());
    expect(replicas.map(({ counts }) => counts.duplicates)).toEqual([0, 0]);
  });

  it('lets running handlers finish when it stops, and returns the other events', async () => {
    let begun = 0;
    const first = await world.consumer({
      concurrency: 1,
      handle: async (envelope, manager) => {
        begun += 1;
        await sleep(200);
        await keepNote(envelope, manager);
      },
    });
    await world.relay();
    const ids = await world.write(account, 40);
    await until('one in flight', () => begun > 0);
    await first.stop();
    expect(await world.effects()).toHaveLength(begun);
    expect(begun).toBeLessThan(ids.length);
    await world.consumer();
    expect(await handled(ids)).toEqual(ids.toSorted());
  });
});

describe('an event that cannot be handled', () => {
  it('becomes a dead letter with the reason after its last delivery, and the others continue', async () => {
    const bus = await world.bus('access');
    const dead = new DeadLetters({ bus, context: 'access' });
    expect(await dead.count()).toBe(0);
    let poison = '';
    const consumer = await world.consumer({
      bus,
      deadLetters: dead,
      maxDeliveries: 3,
      backoff: [10],
      handle: async (envelope, manager) => {
        if (envelope.id === poison) throw new Error('cannot\r\nbe: done');
        await keepNote(envelope, manager);
      },
    });
    const ids = await world.write(account, 5);
    [poison = ''] = ids;
    await world.relay();
    await until('a dead letter', () => consumer.counts.buried === 1);
    expect(consumer.counts.failed).toBe(3);
    await handled(ids.slice(1));
    expect(await dead.count()).toBe(1);

    const manager = await jetstreamManager(bus.connection);
    const letter = await manager.streams.getMessage(DEAD_STREAM, {
      last_by_subj: deadLetterSubject('access', noteWritten.subject),
    });
    expect(letter?.json()).toMatchObject({ id: poison });
    expect(letter?.header.get('Roster-Error')).toBe('internal');
    expect(letter?.header.get('Roster-Error-Message')).toBe('Error: cannot be: done');
    const { num_ack_pending: pending } = await manager.consumers.info('IDENTITY', consumer.name);
    expect(pending).toBe(0);
  });

  it('becomes one at once where the message is not an envelope', async () => {
    const handle = jest.fn(keepNote);
    await world.relay();
    const consumer = await world.consumer({ handle });
    await until('ready', () => consumer.ready);
    const { connection } = await world.bus('identity');
    await jetstream(connection).publish(noteWritten.subject, '{"id":');
    await jetstream(connection).publish(noteWritten.subject, JSON.stringify({ specversion: '1.0', accountid: 'x' }));
    await until('two dead letters', () => consumer.counts.buried === 2);
    expect(handle).not.toHaveBeenCalled();
  });

  it('is retried forever where it did not cause the failure', async () => {
    let tries = 0;
    const consumer = await world.consumer({
      maxDeliveries: 2,
      backoff: [10],
      handle: async (envelope, manager) => {
        tries += 1;
        if (tries < 6) throw new RosterError(serviceUnavailable);
        await keepNote(envelope, manager);
      },
    });
    await world.relay();
    expect(await handled(await world.write(account, 1))).toHaveLength(1);
    expect(consumer.counts).toEqual({ handled: 1, duplicates: 0, failed: 5, buried: 0 });
  });
});
