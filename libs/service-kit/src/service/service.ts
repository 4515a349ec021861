import type { DynamicModule, INestMicroservice, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { loadPresets, readOtherUsers } from '@roster/contracts';
import type { ServiceConfig } from '../config/config.js';
import { dataSource } from '../database/data-source.js';
import { Database } from '../database/database.js';
import { migrate } from '../database/migrate.js';
import { onceStarted } from '../database/once-started.js';
import { EventHandlers } from '../events/event-handlers.js';
import { Relay } from '../events/relay.js';
import { nestLogger } from '../logs/logger.js';
import { FastAnswers } from '../rpc/fast-answers.js';
import { NatsRpcServer } from '../rpc/rpc.server.js';
import { healthHandlers } from './health.handlers.js';
import { rosterService, type RosterProcess, type RosterService } from './process.js';
import { recordedHandlers } from './recorded.handlers.js';
import { serviceModule, type ServiceOptions } from './service.module.js';

/** A service with a database: see {@link startService}. */
export const defineService = <C extends ServiceConfig>(
  module: Type<unknown>,
  options: ServiceOptions<C>,
): RosterService => rosterService(options.context, options.config, (own) => startService(own, module, options));

/**
 * Starts a service that has its settings and the bus: migrates, opens the database, creates the module, then handles
 * events, relays its own and answers calls. It stops in the reverse order: first no new calls, last the connections.
 */
export async function startService<C extends ServiceConfig>(
  own: RosterProcess<C>,
  module: Type<unknown>,
  options: ServiceOptions<C>,
): Promise<void> {
  const { config, logger, bus, health } = own;
  const presets = loadPresets(config.ROSTER_PRESETS_DIR);
  const { database, relay } = await openDatabase(own, options);
  const app = await createApp(module, {
    own,
    options,
    database,
    presets,
    relay,
    fast: new FastAnswers(),
  });
  const handlers = app.get(EventHandlers);
  await handlers.start();
  own.onStop(() => handlers.stop());
  await app.listen();
  own.onStop(() => app.close());
  own.metrics.gauge('roster_dead_letters', 'Events that this service gave up on', () => handlers.deadLetters());
  health.register('events', async () => handlers.assertReady());
  health.register('outbox', async () => relay.assertReady());
  logger.info({ connected: bus.connected, presets: presets.hash }, 'listening');
}

async function openDatabase<C extends ServiceConfig>(own: RosterProcess<C>, options: ServiceOptions<C>) {
  const { config, logger, bus, health } = own;
  const { context, entities, migrations } = options;
  if (config.DATABASE_MIGRATION_URL) await migrate({ url: config.DATABASE_MIGRATION_URL, migrations, logger });
  const source = await onceStarted(logger, () =>
    dataSource({
      url: config.DATABASE_URL,
      entities,
      poolSize: config.DATABASE_POOL_SIZE,
      applicationName: context,
    }).initialize(),
  );
  own.onStop(() => source.destroy());
  health.register('database', async () => {
    await source.query('select 1');
  });
  const relay = new Relay({ bus, context, url: config.DATABASE_RELAY_URL, logger });
  await relay.start();
  own.onStop(() => relay.stop());
  const database = new Database(source, { onRecorded: () => relay.wake() });
  return { database, relay };
}

async function createApp<C extends ServiceConfig>(
  module: Type<unknown>,
  parts: Parameters<typeof serviceModule<C>>[0],
): Promise<INestMicroservice> {
  const { own } = parts;
  const root: DynamicModule = {
    module: class Service {},
    imports: [serviceModule(parts), module],
    // This is here and not in the kit's module, because every handler's guard needs the Authorizer that the app's
    // module exports.
    controllers: [healthHandlers(parts.options.context), ...recordedHandlers(parts.options.context)],
  };
  const strategy = new NatsRpcServer({
    bus: own.bus,
    context: parts.options.context,
    logger: own.logger,
    others: readOtherUsers(own.config.BUS_USERS),
    observe: own.metrics.observeServed,
    countFast: own.metrics.countFast,
    fast: parts.fast,
  });
  return NestFactory.createMicroservice(root, {
    strategy,
    logger: own.nestLogger ?? nestLogger(own.logger),
    abortOnError: false,
  });
}
