import { jetstream, type ConsumerConfig, type JetStreamManager, type StreamConfig } from '@nats-io/jetstream';
import { API_TIMEOUT, Pause, type Bus, type Logger } from '@roster/service-kit';

import type { Declarations, DurableSettings, StreamSettings } from './declarations.js';
import { durableFaults, isIntruder, streamFaults, takesInEverything } from './likeness.js';

export interface DeclarerOptions {
  readonly bus: Bus;
  readonly declarations: Declarations;
  readonly logger: Logger;
  /** Milliseconds between two looks; 5,000 unless said. */
  readonly every?: number;
}

/** Milliseconds until JetStream is asked again where it did not answer. */
const RETRY_AFTER = 250;

/**
 * Makes all streams and durables, looks at them every 5 s and after each reconnect, and brings back what is gone or was
 * changed. Nobody else may: a stream's or a durable's settings can name any subject of the bus, and no right of a user
 * limits them (`docs/decisions.md` 12). So it also deletes what captures, copies or delivers on Roster's subjects without
 * being declared.
 */
export class Declarer {
  private readonly pause = new Pause();
  private unsubscribe: (() => void) | undefined;
  private running: Promise<void> | undefined;
  private stopping = false;
  private fault: unknown = new Error('nothing is declared yet');

  constructor(private readonly options: DeclarerOptions) {}

  start(): void {
    this.unsubscribe = this.options.bus.onReconnect(() => this.pause.ring());
    this.running = this.run();
  }

  async stop(): Promise<void> {
    this.stopping = true;
    this.unsubscribe?.();
    this.pause.ring();
    await this.running;
  }

  /** Throws while the last look found something that could not be brought back. */
  assertReady(): void {
    if (this.fault) throw new Error('streams are not as declared', { cause: this.fault });
  }

  private async run(): Promise<void> {
    const { bus, logger, every = 5_000 } = this.options;
    while (!this.stopping) {
      try {
        if (bus.connected) await this.look();
        this.fault = undefined;
      } catch (err) {
        if (!this.fault) logger.warn({ err }, 'streams could not be declared; trying again');
        this.fault = err;
      }
      await this.pause.for(this.fault ? RETRY_AFTER : every);
    }
  }

  /** One list of the streams and one of each stream's consumers say all that is there. */
  private async look(): Promise<void> {
    const { bus, declarations } = this.options;
    const manager = await jetstream(bus.connection, { timeout: API_TIMEOUT }).jetstreamManager(false);
    // First: the server lets no two streams have the same subject.
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
    // What it held comes again from the owner's outbox.
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
      this.options.logger.warn({ durable: name, faults }, 'a durable is not as declared; it is made anew');
      // Its place in the stream is lost, so all events come once more: inboxes know those that had their effect.
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
        // It may hold the data of others, so it is theirs to delete.
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
