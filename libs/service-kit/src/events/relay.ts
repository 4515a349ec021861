import { jetstream } from '@nats-io/jetstream';
import { streamName, type Context } from '@roster/contracts';
import type { Logger } from 'pino';
import type { Bus } from '@roster/client';
import { Repeating } from '../background/repeating.js';
import { API_TIMEOUT } from './stream/api-timeout.js';
import { OutboxStore, type OutboxRow, type Published } from './stream/outbox-store.js';

export interface RelayOptions {
  readonly bus: Bus;
  /** The service whose events these are. */
  readonly context: Context;
  /** The address with the relay's login. */
  readonly url: string;
  readonly logger: Logger;
}

const BATCH = 100;
const POLL = 1_000;
const CHECK_EVERY = 5_000;
const CLEAR_EVERY = 3_600_000;
const PUBLISH_TIMEOUT = 3_000;

/**
 * Publishes the outbox, each event at least once, from any number of replicas at the same time. Each commit wakes it,
 * and it also looks once a second.
 *
 * The declarer creates the context's stream, and nothing is published before that. The relay looks at the stream at the
 * start, after each reconnect, whenever publishing fails, and every 5 s. If the stream is not the one that it was
 * (created again, or shorter than what was acknowledged), all stored events are published again: the outbox is the
 * record, and the stream only transports.
 */
export class Relay {
  private readonly store: OutboxStore;
  private readonly logger: Logger;
  private readonly loop: Repeating;
  private readonly unsubscribe: (() => void)[] = [];
  /** The incarnation of the stream that was last seen; undefined after a loss, until it is known again. */
  private incarnation: string | undefined;
  private fault: unknown;
  private checkAt = 0;
  private clearAt = 0;

  constructor(private readonly options: RelayOptions) {
    this.logger = options.logger.child({ part: 'relay' });
    this.store = new OutboxStore(options.url, this.logger);
    this.loop = new Repeating({ name: 'relay', pause: POLL, logger: this.logger, work: () => this.attempt() });
  }

  /** Starts in the background. Neither the bus nor the database needs to be available yet. */
  async start(): Promise<void> {
    const { bus } = this.options;
    this.unsubscribe.push(
      bus.onDisconnect(() => this.forget()),
      bus.onReconnect(() => this.wake()),
    );
    this.loop.start();
  }

  /** Call this when there is something to publish. */
  wake(): void {
    this.loop.wake();
  }

  /** Finishes the current batch. The rest stays in the outbox for another replica or the next start. */
  async stop(): Promise<void> {
    for (const unsubscribe of this.unsubscribe.splice(0)) unsubscribe();
    await this.loop.stop();
    await this.store.close();
  }

  /** Throws while the stream does not exist, or after the last attempt failed. */
  assertReady(): void {
    const { fault } = this;
    if (fault)
      throw new Error(`not publishing: ${fault instanceof Error ? fault.message : 'no reason'}`, { cause: fault });
    if (this.incarnation === undefined) throw new Error('the stream is not there');
  }

  private forget(): void {
    this.incarnation = undefined;
  }

  /** A round whose fault is logged once, not every second for as long as it lasts. */
  private async attempt(): Promise<void> {
    try {
      if (this.options.bus.connected && (await this.round())) this.wake();
      this.fault = undefined;
    } catch (err) {
      this.forget();
      if (!this.fault) this.logger.warn({ err }, 'publishing failed; trying again');
      this.fault = err;
    }
  }

  /** Publishes a batch. Resolves with whether there may be more to publish. */
  private async round(): Promise<boolean> {
    const incarnation = await this.knownStream();
    const claimed = await this.store.forward(incarnation, BATCH, (rows) => this.publish(rows));
    if (claimed === 'stale') this.forget();
    await this.clear();
    return claimed === 'stale' || claimed === BATCH;
  }

  private async knownStream(): Promise<string> {
    if (this.incarnation !== undefined && Date.now() < this.checkAt) return this.incarnation;
    const { bus, context } = this.options;
    const manager = await jetstream(bus.connection, { timeout: API_TIMEOUT }).jetstreamManager(false);
    const lastSeq = await this.store.lastSeq();
    const { created, state } = await manager.streams.info(streamName(context));
    const again = await this.store.adopt(created, state.last_seq < lastSeq);
    if (again > 0) this.logger.warn({ created, again }, 'the stream is not the one it was; publishing again');
    this.checkAt = Date.now() + CHECK_EVERY;
    this.incarnation = created;
    return created;
  }

  private async publish(rows: readonly OutboxRow[]): Promise<Published[]> {
    const js = jetstream(this.options.bus.connection, { timeout: PUBLISH_TIMEOUT });
    const results = await Promise.allSettled(
      rows.map(async ({ id, subject, envelope }) => ({
        id,
        seq: (await js.publish(subject, envelope, { msgID: id })).seq,
      })),
    );
    const failed = results.filter((result) => result.status === 'rejected');
    if (failed.length > 0) {
      this.forget();
      this.logger.warn({ err: failed[0]?.reason, failed: failed.length }, 'some events were not taken; trying again');
    }
    return results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  }

  private async clear(): Promise<void> {
    if (Date.now() < this.clearAt) return;
    this.clearAt = Date.now() + CLEAR_EVERY;
    await this.store.clear();
  }
}
