import { jetstream, type ConsumerConfig, type JetStreamManager, type StreamConfig } from '@nats-io/jetstream';
import { API_TIMEOUT, Repeating, type Bus, type Logger } from '@roster/service-kit';

import type { Declarations, DurableSettings, StreamSettings } from './declarations.js';
import { durableFaults, isIntruder, streamFaults, takesInEverything } from './likeness.js';

export interface DeclarerOptions {
  readonly bus: Bus;
  readonly declarations: Declarations;
  readonly logger: Logger;
  /** Milliseconds between two checks. Default: 5,000. */
  readonly every?: number;
}

/** Milliseconds until JetStream is asked again where it did not answer. */
const RETRY_AFTER = 250;

/**
 * Creates all streams and durables, checks them every 5 s and after each reconnect, and restores what is missing or was
 * changed. No other user may change them: a setting of a stream or a durable can name any subject of the bus, and no
 * user's rights limit it (`docs/decisions.md` 12). So the declarer also deletes undeclared streams and durables that
 * capture, copy or deliver on Roster's subjects.
 */
export class Declarer {
  private readonly loop: Repeating;
  private unsubscribe: (() => void) | undefined;
  private fault: unknown = new Error('nothing is declared yet');

  constructor(private readonly options: DeclarerOptions) {
    const { logger, every = 5_000 } = options;
    const pause = () => (this.fault ? RETRY_AFTER : every);
    this.loop = new Repeating({ name: 'declarer', pause, logger, work: () => this.attempt() });
  }

  start(): void {
    this.unsubscribe = this.options.bus.onReconnect(() => this.loop.wake());
    this.loop.start();
  }

  async stop(): Promise<void> {
    this.unsubscribe?.();
    await this.loop.stop();
  }

  /** Throws if the last check found something that could not be restored. */
  assertReady(): void {
    if (this.fault) throw new Error('streams are not as declared', { cause: this.fault });
  }

  /** A check whose fault is logged once, for as long as it lasts. */
  private async attempt(): Promise<void> {
    const { bus, logger } = this.options;
    try {
      if (bus.connected) await this.look();
      this.fault = undefined;
    } catch (err) {
      if (!this.fault) logger.warn({ err }, 'streams could not be declared; trying again');
      this.fault = err;
    }
  }

  /** Compares. A list of the streams, and one of each stream's consumers, show everything that exists. */
  private async look(): Promise<void> {
    const { bus, declarations } = this.options;
    const manager = await jetstream(bus.connection, { timeout: API_TIMEOUT }).jetstreamManager(false);
    // Intruders are deleted first, because the server does not let two streams have the same subject.
    const streams = await this.streamsWithoutIntruders(manager);
    for (const wanted of declarations.streams) {
      await this.declareStream(manager, wanted, streams.get(wanted.name));
      const consumers = await this.pullConsumersOf(manager, wanted.name);
      for (const durable of declarations.durables.filter(({ stream }) => stream === wanted.name)) {
        await this.declareDurable(manager, durable, consumers.get(durable.durable_name));
      }
    }
  }

  private async declareStream(
    manager: JetStreamManager,
    wanted: StreamSettings,
    found: StreamConfig | undefined,
  ): Promise<void> {
    const { name, ...changeable } = wanted;
    if (!found) {
      await manager.streams.add(wanted);
      return;
    }
    const faults = streamFaults(found, wanted);
    if (faults.length === 0) return;
    this.options.logger.warn({ stream: name, faults }, 'a stream is not as declared; it is brought back');
    const updated = await manager.streams.update(name, changeable).catch(() => undefined);
    if (updated && streamFaults(updated.config, wanted).length === 0) return;
    // Its events will be published again from the owner's outbox.
    await manager.streams.delete(name);
    await manager.streams.add(wanted);
  }

  private async declareDurable(
    manager: JetStreamManager,
    { stream, ...wanted }: DurableSettings,
    found: ConsumerConfig | undefined,
  ): Promise<void> {
    const name = wanted.durable_name;
    if (found) {
      const faults = durableFaults(found, wanted);
      if (faults.length === 0) return;
      this.options.logger.warn({ durable: name, faults }, 'a durable is not as declared; it is made again');
      // Its position in the stream is lost, so all events are delivered again. Inboxes recognise those that were
      // handled.
      await manager.consumers.delete(stream, name);
    }
    await manager.consumers.add(stream, wanted);
  }

  private async streamsWithoutIntruders(manager: JetStreamManager): Promise<Map<string, StreamConfig>> {
    const { declarations, logger } = this.options;
    const declared = new Set<string>(declarations.streams.map(({ name }) => name));
    const streams = new Map<string, StreamConfig>();
    for await (const { config } of manager.streams.list()) {
      if (takesInEverything(config)) {
        // It may contain data of others, so they must delete it.
        throw new Error(
          `The stream ${config.name} takes in every subject of NATS, also Roster's. Delete it, or give Roster a NATS account of its own.`,
        );
      }
      streams.set(config.name, config);
      if (declared.has(config.name) || !isIntruder(config, declared)) continue;
      logger.error({ stream: config.name }, 'a stream that nobody declared touches subjects of Roster; it is deleted');
      await manager.streams.delete(config.name);
    }
    return streams;
  }

  private async pullConsumersOf(manager: JetStreamManager, stream: string): Promise<Map<string, ConsumerConfig>> {
    const consumers = new Map<string, ConsumerConfig>();
    for await (const { name, config } of manager.consumers.list(stream)) {
      const { deliver_subject: delivers } = config;
      if (delivers === undefined) {
        consumers.set(name, config);
        continue;
      }
      this.options.logger.error(
        { stream, consumer: name, delivers },
        'a consumer sends events to a subject; it is deleted',
      );
      await manager.consumers.delete(stream, name);
    }
    return consumers;
  }
}
