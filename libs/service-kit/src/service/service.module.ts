import type { DynamicModule, Type } from '@nestjs/common';
import { DiscoveryModule, DiscoveryService, MetadataScanner } from '@nestjs/core';
import { AccessKeys, Bus, RpcClient } from '@roster/client';
import { Brand, type Context, type PresetSet } from '@roster/contracts';
import type { EntitySchema, MigrationInterface } from 'typeorm';
import { brandOf } from '../config/brand.js';
import type { ServiceConfig } from '../config/config.js';
import { Database } from '../database/database.js';
import { Idempotency } from '../database/idempotency.js';
import { Arrivals } from '../events/arrivals.js';
import { EventHandlers } from '../events/event-handlers.js';
import { Inbox } from '../events/inbox.js';
import { Outbox } from '../events/outbox.js';
import { RecordedEvents } from '../events/recorded-events.js';
import type { Relay } from '../events/relay.js';
import { HealthRegistry } from '../health/health.js';
import { Metrics } from '../health/metrics.js';
import { LOGGER } from '../logs/logger.js';
import { FastAnswers } from '../rpc/fast-answers.js';
import { PRESETS } from './presets.js';
import type { RosterProcess } from './process.js';

export interface ServiceOptions<C extends ServiceConfig> {
  context: Context;
  config: new () => C;
  entities: (Type<unknown> | EntitySchema)[];
  migrations: Type<MigrationInterface>[];
}

/** The providers that every service's classes may inject. All of them are created before Nest starts. */
export function serviceModule<C extends ServiceConfig>(parts: {
  own: RosterProcess<C>;
  options: ServiceOptions<C>;
  database: Database;
  presets: PresetSet;
  relay: Relay;
  fast: FastAnswers;
}): DynamicModule {
  const { own, options, database, presets } = parts;
  const { context } = options;
  const provided = [
    { provide: options.config, useValue: own.config },
    { provide: LOGGER, useValue: own.logger },
    { provide: PRESETS, useValue: presets },
    { provide: Brand, useValue: brandOf(own.config, presets) },
    { provide: Bus, useValue: own.bus },
    { provide: RpcClient, useValue: own.rpc },
    { provide: AccessKeys, useValue: new AccessKeys(own.config.ACCESS_PUBLIC_KEY) },
    { provide: HealthRegistry, useValue: own.health },
    { provide: Metrics, useValue: own.metrics },
    { provide: Database, useValue: database },
    { provide: Outbox, useValue: new Outbox(context) },
    { provide: Inbox, useValue: new Inbox() },
    { provide: Arrivals, useValue: new Arrivals(context, own.rpc, database) },
    { provide: RecordedEvents, useValue: new RecordedEvents(context, database) },
    { provide: Idempotency, useValue: new Idempotency() },
    { provide: FastAnswers, useValue: parts.fast },
    {
      provide: EventHandlers,
      inject: [DiscoveryService, MetadataScanner],
      useFactory: (discovery: DiscoveryService, scanner: MetadataScanner) =>
        new EventHandlers({
          bus: own.bus,
          database,
          context,
          logger: own.logger,
          discovery,
          scanner,
        }),
    },
  ];
  return {
    module: class ServiceKit {},
    global: true,
    imports: [DiscoveryModule],
    providers: provided,
    exports: provided.map(({ provide }) => provide),
  };
}
