import { setTimeout as delay } from 'node:timers/promises';
import { jetstream, type Consumer as PullConsumer, type ConsumerMessages, type JsMsg } from '@nats-io/jetstream';
import {
  durableName,
  streamName,
  RosterError,
  serviceTimeout,
  serviceUnavailable,
  type Context,
  type EventContract,
} from '@roster/contracts';
import type { Logger } from 'pino';
import type { Bus } from '@roster/client';
import { enterAccount, type Database } from '../../database/database.js';
import { Repeating } from '../../background/repeating.js';
import { Inbox } from '../inbox.js';
import type { EventHandler } from '../on-event.js';
import { API_TIMEOUT } from '../stream/api-timeout.js';
import { DeadLetters } from './dead-letters.js';
import { MalformedEnvelope, readEnvelope } from './envelope.js';

export interface ConsumerOptions<T extends object = object> {
  readonly bus: Bus;
  readonly database: Database;
  /** The service that consumes. */
  readonly context: Context;
  readonly event: EventContract<T>;
  readonly handle: EventHandler<T>;
  readonly logger: Logger;
  readonly deadLetters?: DeadLetters;
  /** The number of deliveries before an event that cannot be handled becomes a dead letter. Default: 8. */
  readonly maxDeliveries?: number;
  /**
   * Milliseconds until the next delivery, after the first, second … failed one. The last value applies to all further
   * ones.
   */
  readonly backoff?: readonly number[];
  /** How many events one process handles at the same time. Default: 4. */
  readonly concurrency?: number;
}

const BACKOFF = [250, 1_000, 5_000, 15_000, 30_000, 60_000];
const BATCH = 64;
const FETCH_EXPIRES = 2_000;
const RETRY_AFTER = 250;

/**
 * One durable pull consumer with one handler. Each event takes effect once: the inbox entry and the effect commit
 * together, and the event is acknowledged only then. Where the event did not cause the failure (`service.unavailable`,
 * `service.timeout`) it is retried forever. Any other failure makes it a dead letter after `maxDeliveries`. Each
 * process counts failures itself, because the stream's `max_deliver` would drop the event silently.
 *
 * It recovers by itself. The declarer creates the durable, and this class looks for it after each reconnect, each
 * failed fetch and each empty one. So a stream that was lost and created again is consumed from its beginning within
 * seconds.
 */
export class Consumer<T extends object = object> {
  /** The durable's name. */
  readonly name: string;
  /** Counters since the start. `duplicates` are events that had already had their effect. */
  readonly counts = { handled: 0, duplicates: 0, failed: 0, buried: 0 };

  /**
   * How often each event itself has failed, by its position in the stream. Failures with another cause are not counted.
   */
  private readonly failures = new Map<number, number>();
  private readonly inbox = new Inbox();
  private readonly loop: Repeating;
  private readonly logger: Logger;
  private readonly deadLetters: DeadLetters;
  private readonly unsubscribe: (() => void)[] = [];
  /**
   * Counts losses of the connection. What was delivered before a loss must not be acknowledged after it (see `answer`).
   */
  private session = 0;
  private messages: ConsumerMessages | undefined;
  private fetchedAt = 0;
  private stopping = false;
  private givingBack = false;
  private found = false;

  constructor(private readonly options: ConsumerOptions<T>) {
    this.name = durableName(options.context, options.event.subject);
    this.logger = options.logger.child({ consumer: this.name });
    this.deadLetters = options.deadLetters ?? new DeadLetters(options);
    this.loop = new Repeating({ name: this.name, pause: RETRY_AFTER, logger: this.logger, work: () => this.attempt() });
  }

  /** Whether the durable exists and is reachable. */
  get ready(): boolean {
    return this.found && this.options.bus.connected;
  }

  start(): void {
    const { bus } = this.options;
    this.unsubscribe.push(
      bus.onDisconnect(() => this.interrupt()),
      bus.onReconnect(() => this.loop.wake()),
    );
    this.loop.start();
  }

  /**
   * Stops: running handlers finish, and events that were fetched but not started are returned. It takes 2 s and the
   * time of the handlers. It waits for the last pull request to end, because servers (2.9, for example) would still
   * serve it when nobody listens. Such an event would come again only after the durable's `ack_wait`.
   */
  async stop(): Promise<void> {
    this.stopping = true;
    const stopped = this.loop.stop();
    const left = this.fetchedAt + FETCH_EXPIRES - Date.now();
    await Promise.race([stopped, delay(Math.max(left, 0), undefined, { ref: false })]);
    this.givingBack = true;
    await stopped;
    for (const unsubscribe of this.unsubscribe.splice(0)) unsubscribe();
    this.found = false;
  }

  private interrupt(): void {
    this.session += 1;
    this.failures.clear();
    this.found = false;
    this.messages?.stop();
  }

  private async attempt(): Promise<void> {
    try {
      if (this.options.bus.connected) await this.consume();
    } catch (err) {
      const log = this.found ? 'warn' : 'debug';
      this.logger[log]({ err }, 'consuming was interrupted; trying again');
      this.found = false;
    }
  }

  /** Fetches from the durable until the connection is lost. Rejects where the stream or the durable does not exist. */
  private async consume(): Promise<void> {
    const { session } = this;
    const durable = await this.find();
    this.found = session === this.session;
    while (!this.stopping && session === this.session) {
      this.fetchedAt = Date.now();
      const messages = await durable.fetch({ max_messages: BATCH, expires: FETCH_EXPIRES });
      this.messages = messages;
      if (session !== this.session) messages.stop();
      const received = await this.take(messages, session);
      if (received === 0 && !this.stopping && session === this.session) await durable.info();
    }
  }

  private async find(): Promise<PullConsumer> {
    const { bus, event } = this.options;
    return jetstream(bus.connection, { timeout: API_TIMEOUT }).consumers.get(streamName(event.context), this.name);
  }

  private async take(messages: ConsumerMessages, session: number): Promise<number> {
    const { concurrency = 4 } = this.options;
    const inFlight = new Set<Promise<void>>();
    let received = 0;
    try {
      for await (const message of messages) {
        received += 1;
        if (inFlight.size >= concurrency) await Promise.race(inFlight);
        if (this.givingBack || session !== this.session) {
          this.answer(session, () => message.nak());
          continue;
        }
        const handling = this.process(message, session).finally(() => inFlight.delete(handling));
        inFlight.add(handling);
      }
    } finally {
      await Promise.all(inFlight);
    }
    return received;
  }

  /** Handles one message. Never rejects. */
  private async process(message: JsMsg, session: number): Promise<void> {
    try {
      const fresh = await this.effect(message);
      this.counts[fresh ? 'handled' : 'duplicates'] += 1;
      this.failures.delete(message.seq);
      this.answer(session, () => message.ack());
    } catch (err) {
      this.counts.failed += 1;
      await this.fail(message, session, err);
    }
  }

  private async effect(message: JsMsg): Promise<boolean> {
    const { database, event, handle } = this.options;
    // The server adds these headers to messages that it republished or sourced. Such a message is a copy, not one that
    // the owner's relay sent.
    if (COPIED.some((header) => message.headers?.has(header))) throw new MalformedEnvelope('copied from a stream');
    const envelope = readEnvelope<T>(message.data, event.subject);
    return database.transaction(async (manager) => {
      if (envelope.accountid) await enterAccount(manager, envelope.accountid);
      if (!(await this.inbox.once(manager, this.name, envelope.id))) return false;
      await handle(envelope, manager);
      return true;
    });
  }

  private async fail(message: JsMsg, session: number, err: unknown): Promise<void> {
    const { maxDeliveries = 8, backoff = BACKOFF } = this.options;
    const { deliveryCount } = message.info;
    const again = backoff[Math.min(deliveryCount, backoff.length) - 1] ?? 0;
    const failures = (this.failures.get(message.seq) ?? 0) + (isPassing(err) ? 0 : 1);
    this.failures.set(message.seq, failures);
    if (!(err instanceof MalformedEnvelope) && failures < maxDeliveries) {
      this.logger.warn({ err, deliveryCount, again }, 'an event could not be handled; it comes again');
      this.answer(session, () => message.nak(again));
      return;
    }
    try {
      await this.deadLetters.bury(message, this.name, err);
      this.counts.buried += 1;
      this.failures.delete(message.seq);
      this.logger.error({ err, deliveryCount, seq: message.seq }, 'an event became a dead letter');
      this.answer(session, () => message.term());
    } catch (cause) {
      this.logger.error({ err: cause, deliveryCount }, 'a dead letter could not be kept; the event comes again');
      this.answer(session, () => message.nak(again));
    }
  }

  /**
   * Answers a message. Acknowledgements name a position in the stream. After a reconnect the stream may be a new one,
   * and the acknowledgement would hit another event at the same position. Without an answer, the event comes again and
   * the inbox recognises it.
   */
  private answer(session: number, send: () => void): void {
    if (session === this.session && this.options.bus.connected) send();
  }
}

const COPIED = ['Nats-Stream', 'Nats-Stream-Source'];

/** Whether the failure says nothing about the event, because something that its handler needs is unavailable. */
const isPassing = (err: unknown): boolean =>
  err instanceof RosterError && (err.is(serviceUnavailable) || err.is(serviceTimeout));
