import { nanos } from '@nats-io/transport-node';
import { event, type Context, type Envelope } from '@roster/contracts';
import { contextStream, deadStream, durable } from '@roster/deploy';
import {
  Bus,
  Consumer,
  dataSource,
  Database,
  followedEvents,
  Outbox,
  outboxTables,
  Relay,
  tenantTable,
  type ConsumerOptions,
} from '@roster/service-kit';
import { pino } from 'pino';
import type { DataSource, EntityManager, MigrationInterface, QueryRunner } from 'typeorm';

import { keepDeclared } from './declared.js';
import { createTestDatabase, type TestDatabase } from './database.js';
import { createTestNats, type TestNats } from './nats.js';
import { query } from './statements.js';

const AT_ONCE = 20;

/** The smallest event there is, for tests of how events travel: identity records it, access handles it. */
export class Note {
  text!: string;
}

export const noteWritten = event({
  context: 'identity',
  noun: 'note',
  past: 'written',
  version: 1,
  data: Note,
  consumers: ['access'],
});

interface Notes {
  /** Milliseconds after which an event comes again that nobody answered for; 30,000 unless said. */
  readonly ackWait?: number;
  /** Milliseconds within which the stream takes an event only once; 120,000 unless said. */
  readonly duplicateWindow?: number;
  /** The service that handles notes, in the database of access; access itself unless said. */
  readonly consumer?: Context;
}

export const silent = pino({ level: 'silent' });

/** A service's own tables, and one where a handler's effects can be counted: nothing stops it from having one twice. */
export const createNotes = (context: Context) =>
  class CreateNotes1763800000000 implements MigrationInterface {
    async up(runner: QueryRunner): Promise<void> {
      for (const sql of outboxTables(context)) await runner.query(sql);
      await runner.query(
        'create table notes (account_id uuid not null, envelope_id uuid not null, email text, user_id uuid, token_hash text)',
      );
      const lenses = ['email', 'user_id', 'token_hash'] as const;
      for (const sql of tenantTable(context, 'notes', { lenses })) await runner.query(sql);
    }

    async down(): Promise<void> {}
  };

/** Which events were recorded and handled can be looked up. */
const followNotes = (context: Context) =>
  class FollowNotes1763800001000 implements MigrationInterface {
    async up(runner: QueryRunner): Promise<void> {
      for (const sql of followedEvents(context)) await runner.query(sql);
    }

    async down(): Promise<void> {}
  };

/** Identity with an outbox, access with an inbox, and a bus between them. */
export class NotesWorld {
  private readonly open: (() => Promise<void>)[] = [];
  private declaring: Promise<void> | undefined;
  private stopDeclarer: (() => Promise<void>) | undefined;
  nats!: TestNats;
  identity!: { test: TestDatabase; database: Database };
  access!: { test: TestDatabase; database: Database; source: DataSource };
  readonly outbox = new Outbox('identity');

  private constructor(private readonly options: Notes) {}

  static async create(options: Notes = {}): Promise<NotesWorld> {
    const world = new NotesWorld(options);
    world.nats = await createTestNats();
    world.identity = await world.openDatabase('identity');
    world.access = await world.openDatabase('access');
    return world;
  }

  /** Ends what the world started: the bus first, then the rest in reverse order. */
  async close(): Promise<void> {
    await this.nats.remove();
    for (const step of this.open.splice(0).toReversed()) await step();
  }

  async bus(caller: Context, servers = this.nats.url): Promise<Bus> {
    const bus = await Bus.connect({ servers, caller, logger: silent });
    this.open.push(() => bus.drain());
    return bus;
  }

  /** Declares the streams and the durable, and goes on doing so. */
  declare(): Promise<void> {
    return (this.declaring ??= this.startDeclarer());
  }

  /** Stops declaring until `declare` is called again. */
  async loseDeclarer(): Promise<void> {
    await this.stopDeclarer?.();
    this.declaring = undefined;
  }

  private async startDeclarer(): Promise<void> {
    const { ackWait, duplicateWindow, consumer = 'access' } = this.options;
    const stream = contextStream('identity');
    const notes = duplicateWindow === undefined ? stream : { ...stream, duplicate_window: nanos(duplicateWindow) };
    const streams = [notes, deadStream()];
    const durables = [durable(noteWritten, consumer, ackWait)];
    const stop = await keepDeclared(this.nats.url, { streams, durables });
    this.stopDeclarer = stop;
    this.open.push(stop);
  }

  async relay(): Promise<Relay> {
    await this.declare();
    const bus = await this.bus('identity');
    const relay = new Relay({ bus, context: 'identity', url: this.identity.test.relayUrl, logger: silent });
    await relay.start();
    this.open.push(() => relay.stop());
    return relay;
  }

  /** Handles `noteWritten` by adding one row to access's notes, unless told how. */
  async consumer(options: Partial<ConsumerOptions<Note>> = {}): Promise<Consumer<Note>> {
    const { consumer: context = 'access' } = this.options;
    const consumer = new Consumer({
      bus: options.bus ?? (await this.bus(context)),
      database: this.access.database,
      context,
      event: noteWritten,
      handle: keepNote,
      logger: silent,
      ...options,
    });
    consumer.start();
    this.open.push(() => consumer.stop());
    return consumer;
  }

  /** Records events, each in a transaction of its own; resolves with their ids. */
  async write(accountId: string, count: number): Promise<string[]> {
    const texts = Array.from({ length: count }, (_, index) => `note ${index}`);
    const record = (text: string) =>
      this.identity.database.transaction((manager) =>
        this.outbox.record(manager, noteWritten, { accountId, subject: accountId, data: { text } }),
      );
    const ids: string[] = [];
    // A few at a time: waiting for one of the pool's connections is not what is tested, and has its limit.
    for (let from = 0; from < count; from += AT_ONCE) {
      const recorded = await Promise.all(texts.slice(from, from + AT_ONCE).map(record));
      ids.push(...recorded.map(({ id }) => id));
    }
    return ids;
  }

  /** The events that had an effect, once for each effect. */
  async effects(): Promise<string[]> {
    const rows = await this.asAdministrator('access', 'select envelope_id from notes');
    return rows.map((row) => String(row['envelope_id']));
  }

  async asAdministrator(context: 'identity' | 'access', sql: string): Promise<Record<string, unknown>[]> {
    return query(this[context].test.adminUrl, sql);
  }

  private async openDatabase(context: Context) {
    const test = await createTestDatabase({ context, migrations: [createNotes(context), followNotes(context)] });
    this.open.push(() => test.drop());
    const source = dataSource({ url: test.url, entities: [], poolSize: 8, applicationName: context });
    await source.initialize();
    this.open.push(() => source.destroy());
    return { test, source, database: new Database(source) };
  }
}

export async function keepNote(envelope: Envelope<Note>, manager: EntityManager): Promise<void> {
  await manager.query('insert into notes (account_id, envelope_id) values ($1, $2)', [envelope.accountid, envelope.id]);
}
