import { Module, type INestMicroservice } from '@nestjs/common';
import { DiscoveryModule, DiscoveryService, MetadataScanner } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import { AccessKeys } from '@roster/client';
import { Brand } from '@roster/contracts';
import {
  Bus,
  dataSource,
  Database,
  EventHandlers,
  Idempotency,
  FastAnswers,
  Inbox,
  NatsRpcServer,
  Outbox,
  PRESETS,
  Relay,
  RpcClient,
} from '@roster/service-kit';
import { pino } from 'pino';

import { ACCESS_KEYS, accessKeys } from '../harness/access-keys.js';
import { AccessModule } from '../../apps/access/src/access.module.js';
import { AccessConfig } from '../../apps/access/src/account/config.js';
import { entities } from '../../apps/access/src/entities.js';
import type { TestDatabase } from '../harness/database.js';
import { testPresets } from '../presets/presets.js';

const silent = pino({ level: 'silent' });
const presets = testPresets();

/** One process of the access service, inside this one: its own connections, cache, handlers and relay. */
export interface AccessReplica {
  readonly database: Database;
  stop(): Promise<void>;
}

export async function startAccessReplica(test: TestDatabase, servers: string): Promise<AccessReplica> {
  const source = await dataSource({ url: test.url, entities, poolSize: 10, applicationName: 'access' }).initialize();
  const bus = await Bus.connect({ servers, caller: 'access', logger: silent });
  const relay = new Relay({ bus, context: 'access', url: test.relayUrl, logger: silent });
  const database = new Database(source, { onRecorded: () => relay.wake() });
  const config = Object.assign(new AccessConfig(), ACCESS_KEYS, { DATABASE_URL: test.url, NATS_URL: servers });
  const app = await createApp(bus, database, config);
  const handlers = app.get(EventHandlers);
  await relay.start();
  await handlers.start();
  await app.listen();
  return {
    database,
    async stop() {
      await app.close();
      await handlers.stop();
      await relay.stop();
      await bus.drain();
      await source.destroy();
    },
  };
}

async function createApp(bus: Bus, database: Database, config: AccessConfig): Promise<INestMicroservice> {
  const fast = new FastAnswers();
  const kit = [
    { provide: Bus, useValue: bus },
    { provide: RpcClient, useValue: new RpcClient(bus) },
    { provide: AccessConfig, useValue: config },
    { provide: AccessKeys, useValue: accessKeys },
    { provide: Database, useValue: database },
    { provide: Outbox, useValue: new Outbox('access') },
    { provide: Inbox, useValue: new Inbox() },
    { provide: Idempotency, useValue: new Idempotency() },
    { provide: FastAnswers, useValue: fast },
    { provide: PRESETS, useValue: presets },
    { provide: Brand, useValue: new Brand() },
    {
      provide: EventHandlers,
      inject: [DiscoveryService, MetadataScanner],
      useFactory: (discovery: DiscoveryService, scanner: MetadataScanner) =>
        new EventHandlers({ bus, database, context: 'access', logger: silent, discovery, scanner }),
    },
  ];

  @Module({})
  class Kit {}

  const module = await Test.createTestingModule({
    imports: [
      {
        module: Kit,
        global: true,
        imports: [DiscoveryModule],
        providers: kit,
        exports: kit.map(({ provide }) => provide),
      },
      AccessModule,
    ],
  }).compile();
  module.useLogger(false);
  const strategy = new NatsRpcServer({ bus, context: 'access', logger: silent, fast });
  return module.createNestMicroservice({ strategy });
}
