import type { Context, EventContract } from '@roster/contracts';
import type { DiscoveryService, MetadataScanner } from '@nestjs/core';
import type { Logger } from 'pino';
import type { Bus } from '@roster/client';
import type { Database } from '../database/database.js';
import { Consumer } from './consumer/consumer.js';
import { DeadLetters } from './consumer/dead-letters.js';
import { handledEvents, type EventHandler } from './on-event.js';

export interface EventHandlersOptions {
  readonly bus: Bus;
  readonly database: Database;
  readonly context: Context;
  readonly logger: Logger;
  readonly discovery: DiscoveryService;
  readonly scanner: MetadataScanner;
}

/** All `@OnEvent` methods of a service, each with its own durable consumer. */
export class EventHandlers {
  private readonly dead: DeadLetters;
  private consumers: Consumer[] = [];
  private lastCount = 0;

  constructor(private readonly options: EventHandlersOptions) {
    this.dead = new DeadLetters(options);
  }

  /** Finds the handlers and starts them. It waits in the background for streams that do not exist yet. */
  async start(): Promise<void> {
    this.consumers = this.discover();
    for (const consumer of this.consumers) consumer.start();
  }

  /** Lets running handlers finish, and takes no more events. */
  async stop(): Promise<void> {
    await Promise.all(this.consumers.map((consumer) => consumer.stop()));
  }

  /** Throws while a handler's durable does not exist or is not reachable. */
  assertReady(): void {
    const missing = this.consumers.filter((consumer) => !consumer.ready).map((consumer) => consumer.name);
    if (missing.length > 0) throw new Error(`not consuming: ${missing.join(', ')}`);
  }

  /**
   * How many events all replicas of this service have given up on, as far as they are still stored. Never rejects:
   * where the bus does not answer, it is the last known number.
   */
  async deadLetters(): Promise<number> {
    const { bus, logger } = this.options;
    if (!bus.connected) return this.lastCount;
    try {
      this.lastCount = await this.dead.count();
    } catch (err) {
      logger.debug({ err }, 'the dead letters could not be counted');
    }
    return this.lastCount;
  }

  private discover(): Consumer[] {
    const { discovery, scanner } = this.options;
    const consumers = new Map<string, Consumer>();
    for (const wrapper of [...discovery.getProviders(), ...discovery.getControllers()]) {
      const instance: unknown = wrapper.isDependencyTreeStatic() ? wrapper.instance : undefined;
      if (typeof instance !== 'object' || instance === null) continue;
      for (const name of scanner.getAllMethodNames(Object.getPrototypeOf(instance))) {
        const method: unknown = Reflect.get(instance, name);
        if (typeof method !== 'function') continue;
        for (const event of handledEvents(method)) {
          const consumer = this.consumerOf(event, (envelope, manager) => method.call(instance, envelope, manager));
          if (consumers.has(consumer.name)) throw new Error(`${event.subject} has two handlers; make it one`);
          consumers.set(consumer.name, consumer);
        }
      }
    }
    return [...consumers.values()];
  }

  private consumerOf(event: EventContract, handle: EventHandler): Consumer {
    const { bus, database, context, logger } = this.options;
    if (!event.consumers.includes(context)) {
      throw new Error(`${event.subject} does not name ${context} among its consumers, so the bus would refuse it`);
    }
    return new Consumer({ bus, database, context, event, handle, logger, deadLetters: this.dead });
  }
}
