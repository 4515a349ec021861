import type { Type } from '@nestjs/common';
import type { Caller } from '@roster/contracts';
import {
  Bus,
  createLogger,
  HealthRegistry,
  loadConfig,
  Metrics,
  RpcClient,
  startService,
  type Logger,
  type RosterProcess,
  type ServiceConfig,
  type ServiceOptions,
} from '@roster/service-kit';

import { ACCESS_KEYS } from './access-keys.js';
import { declaredFor, keepDeclared } from './declared.js';
import { createTestDatabase, type TestDatabase } from './database.js';
import { createTestNats, type TestNats } from './nats.js';
import { Peer } from './peer.js';

/** One replica of a service, wired as in production. */
export interface Replica<C extends ServiceConfig> {
  readonly own: RosterProcess<C>;
  /** As at SIGTERM. */
  stop(): Promise<void>;
}

export interface ReplicaOptions {
  /** Environment variables besides those of the database and the bus. */
  readonly settings?: Record<string, string>;
  readonly logger?: Logger;
}

/** A service's replicas in this process, with a database and a bus that are theirs alone. */
export class ServiceWorld<C extends ServiceConfig> {
  private readonly open: (() => Promise<void>)[] = [];

  private constructor(
    readonly nats: TestNats,
    readonly database: TestDatabase,
    private readonly module: Type<unknown>,
    private readonly options: ServiceOptions<C>,
  ) {}

  static async create<C extends ServiceConfig>(module: Type<unknown>, options: ServiceOptions<C>) {
    const [nats, database] = await Promise.all([createTestNats(), createTestDatabase(options)]);
    const world = new ServiceWorld(nats, database, module, options);
    world.open.push(await keepDeclared(nats.url, declaredFor(options.context)));
    return world;
  }

  async start({ settings = {}, logger = createLogger('test', 'silent') }: ReplicaOptions = {}): Promise<Replica<C>> {
    const { context, config } = this.options;
    const steps: (() => Promise<void>)[] = [];
    const bus = await Bus.connect({ servers: this.nats.url, caller: context, logger });
    steps.push(() => bus.drain());
    const own: RosterProcess<C> = {
      name: context,
      config: loadConfig(config, {
        ...ACCESS_KEYS,
        NATS_URL: this.nats.url,
        DATABASE_URL: this.database.url,
        DATABASE_RELAY_URL: this.database.relayUrl,
        ...settings,
      }),
      logger,
      bus,
      health: new HealthRegistry(),
      metrics: new Metrics(context),
      rpc: new RpcClient(bus),
      onStop: (step) => steps.push(step),
    };
    const stop = async () => {
      for (const step of steps.splice(0).toReversed()) await step();
    };
    this.open.push(stop);
    await startService(own, this.module, this.options);
    return { own, stop };
  }

  /** Another service, of which there is no more than its place on the bus. */
  async peer(caller: Caller): Promise<Peer> {
    const bus = await Bus.connect({ servers: this.nats.url, caller, logger: createLogger('test', 'silent') });
    this.open.push(() => bus.drain());
    return new Peer(bus);
  }

  /** Ends what the world started, the bus first and then last things first. */
  async close(): Promise<void> {
    await this.nats.remove();
    for (const step of this.open.splice(0).toReversed()) await step();
    await this.database.drop();
  }
}
