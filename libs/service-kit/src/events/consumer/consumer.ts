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
import { Inbox } from '../inbox.js';
import type { EventHandler } from '../on-event.js';
import { Pause } from '../stream/pause.js';
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
  /** Deliveries before an event that cannot be handled becomes a dead letter; 8 unless said. */
  readonly maxDeliveries?: number;
  /** Milliseconds until the next delivery, after the first, second … failed one; the last holds for all that follow. */
  readonly backoff?: readonly number[];
  /** Events handled at the same time by one process; 4 unless said. */
  readonly concurrency?: number;
}

const BACKOFF = [250, 1_000, 5_000, 15_000, 30_000, 60_000];
const BATCH = 64;
const FETCH_EXPIRES = 2_000;
const RETRY_AFTER = 250;

/**
 * One durable pull consumer with one handler. Each event takes effect once: the inbox entry and the effect commit
 * together, and only then is it acknowledged. Where the failure is not the event's (`service.unavailable`,
 * `service.timeout`) it is tried for ever; any other failure makes it a dead letter after `maxDeliveries`. The count is
 * kept here, by each process, and not by the stream's `max_deliver`, which would drop the event in silence.
 *
 * It heals by itself: the durable, which the declarer makes, is asked for after each reconnect, each failed fetch and each
 * empty one, so that a stream that was lost and made anew is consumed from its beginning within seconds.
 */
export class Consumer<T extends object = object> {
  /** The durable's name. */
  readonly name: string;
  /** What has happened since the start. `duplicates` are events that had had their effect before. */
  readonly counts = { handled: 0, duplicates: 0, failed: 0, buried: 0 };

  /** How often each event itself has failed, by its place in the stream; what was merely in the way is not counted. */
  private readonly failures = new Map<number, number>();
  private readonly inbox = new Inbox();
  private readonly pause = new Pause();
  private readonly logger: Logger;
  private readonly deadLetters: DeadLetters;
  private readonly unsubscribe: (() => void)[] = [];
  /** Counts losses of the connection: what was delivered before one must not be answered after it (see `answer`). */
  private session = 0;
  private messages: ConsumerMessages | undefined;
  private running: Promise<void> | undefined;
  private fetchedAt = 0;
  private stopping = false;
  private givingBack = false;
  private found = false;

  constructor(private readonly options: ConsumerOptions<T>) {
    this.name = durableName(options.context, options.event.subject);
    this.logger = options.logger.child({ consumer: this.name });
    this.deadLetters = options.deadLetters ?? new DeadLetters(options);
  }

  /** Whether the durable is there and in reach. */
  get ready(): boolean {
    return this.found && this.options.bus.connected;
  }

  start(): void {
    const { bus } = this.options;
    this.unsubscribe.push(
      bus.onDisconnect(() => this.interrupt()),
      bus.onReconnect(() => this.pause.ring()),
    );
    this.running = this.run();
  }

  /**
   * Lets the handlers in flight finish, and gives back what was fetched but not begun; takes 2 s and what the handlers
   * take. The last pull request is left to run out: the server would still serve one that nobody listens to (2.9 does),
   * and such an event comes again only after the durable's `ack_wait`.
   */
  async stop(): Promise<void> {
    this.stopping = true;
    this.pause.ring();
    const left = this.fetchedAt + FETCH_EXPIRES - Date.now();
    await Promise.race([this.running, delay(Math.max(left, 0), undefined, { ref: false })]);
    this.givingBack = true;
    await this.running;
    for (const unsubscribe of this.unsubscribe.splice(0)) unsubscribe();
    this.found = false;
  }

  private interrupt(): void {
    this.session += 1;
    this.failures.clear();
    this.found = false;
    this.messages?.stop();
  }

  private async run(): Promise<void> {
    while (!this.stopping) {
      try {
        if (this.options.bus.connected) await this.consume();
      } catch (err) {
        const log = this.found ? 'warn' : 'debug';
        this.logger[log]({ err }, 'consuming was interrupted; trying again');
        this.found = false;
      }
      if (!this.stopping && !this.found) await this.pause.for(RETRY_AFTER);
    }
  }

  /** Fetches from the durable until the connection is lost, or rejects when something is not there. */
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

  /** Never rejects. */
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
    // The server says so of what it has republished or sourced: a copy, not what the owner's relay has sent.
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
   * Acknowledgements name a position in the stream. Sent after a reconnect they might meet a stream made anew, and
   * settle another event at the same position; left out, the event comes again and the inbox knows it.
   */
  private answer(session: number, send: () => void): void {
    if (session === this.session && this.options.bus.connected) send();
  }
}

const COPIED = ['Nats-Stream', 'Nats-Stream-Source'];

/** The failure says nothing about the event: something that handling it needs is away. */
const isPassing = (err: unknown): boolean =>
  err instanceof RosterError && (err.is(serviceUnavailable) || err.is(serviceTimeout));
