import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Controller, Injectable, type Type } from '@nestjs/common';
import { DiscoveryModule, DiscoveryService, MetadataScanner } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import type { Context, Envelope } from '@roster/contracts';
import type { EntityManager } from 'typeorm';
import { eventually } from '../../../../test/harness/eventually.js';
import { keepNote, noteWritten, NotesWorld, silent, type Note } from '../../../../test/harness/notes.js';
import { EventHandlers } from './event-handlers.js';
import { OnEvent } from './on-event.js';

let world: NotesWorld;

beforeEach(async () => {
  world = await NotesWorld.create();
});
afterEach(() => world.close());

@Injectable()
class Greeting {
  readonly text = 'hello';
}

@Controller()
class NoteHandlers {
  constructor(private readonly greeting: Greeting) {}

  @OnEvent(noteWritten)
  async onWritten(envelope: Envelope<Note>, manager: EntityManager): Promise<void> {
    expect(this.greeting.text).toBe('hello');
    await keepNote(envelope, manager);
  }
}

@Injectable()
class OtherHandlers {
  @OnEvent(noteWritten)
  async onWritten(): Promise<void> {}
}

async function handlersOf(context: Context, controllers: Type<unknown>[], providers: Type<unknown>[] = []) {
  const bus = await world.bus(context);
  const module = await Test.createTestingModule({
    imports: [DiscoveryModule],
    controllers,
    providers: [
      Greeting,
      ...providers,
      {
        provide: EventHandlers,
        inject: [DiscoveryService, MetadataScanner],
        useFactory: (discovery: DiscoveryService, scanner: MetadataScanner) =>
          new EventHandlers({ bus, database: world.access.database, context, logger: silent, discovery, scanner }),
      },
    ],
  }).compile();
  return module.get(EventHandlers);
}

describe('EventHandlers', () => {
  it('finds the @OnEvent methods, runs them with their dependencies, and is ready when all of them consume', async () => {
    const handlers = await handlersOf('access', [NoteHandlers]);
    await handlers.start();
    expect(() => handlers.assertReady()).toThrow('access--identity-note-written-v1');
    await world.relay();
    const ids = await world.write(randomUUID(), 3);
    await eventually('three effects', async () => ((await world.effects()).length === ids.length ? true : undefined));
    handlers.assertReady();
    expect(await handlers.deadLetters()).toBe(0);
    await handlers.stop();
  });

  it('refuses two handlers of one event: they would share a durable and each get half of the events', async () => {
    const handlers = await handlersOf('access', [NoteHandlers], [OtherHandlers]);
    await expect(handlers.start()).rejects.toThrow(/two handlers/);
  });

  it('refuses an event that does not name the service among its consumers', async () => {
    const handlers = await handlersOf('billing', [NoteHandlers]);
    await expect(handlers.start()).rejects.toThrow(/consumers/);
  });
});
