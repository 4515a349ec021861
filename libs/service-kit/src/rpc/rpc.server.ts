import { setTimeout as delay } from 'node:timers/promises';
import type { Msg, Subscription } from '@nats-io/transport-node';
import { Server, type CustomTransportStrategy, type MessageHandler } from '@nestjs/microservices';
import {
  answer,
  observing,
  readContext,
  readObject,
  refusal,
  type Bus,
  type Observe,
  type Reply,
} from '@roster/client';
import {
  HEADERS,
  internal,
  isTrusted,
  queueGroup,
  RosterError,
  serviceTimeout,
  serviceUnavailable,
  type Context,
  type OtherUser,
  type RpcContract,
} from '@roster/contracts';
import type { Logger } from 'pino';
import { lastValueFrom } from 'rxjs';
import { endpointsOf, type Endpoint } from './callers/endpoint.js';
import { NamedCallers } from './callers/named-callers.js';
import type { FastAnswer, FastAnswers } from './fast-answers.js';
import { RpcContext } from './rpc.context.js';

export interface NatsRpcServerOptions {
  readonly bus: Bus;
  readonly context: Context;
  readonly logger: Logger;
  /** The users of other services. Other named callers are refused. Default: none. */
  readonly others?: readonly OtherUser[];
  readonly observe?: Observe;
  /** The maximum number of running handlers. Further calls get `service.unavailable`. Default: 512. */
  readonly maxInFlight?: number;
  /** Told of each call that took the fast path. Its time is not measured. */
  readonly countFast?: (subject: string) => void;
  /** The fast path's answers; read when `listen` is called. */
  readonly fast?: FastAnswers;
}

const CLOSE_WITHIN = 10_000;
const DEADLINE_WITHOUT_CONTRACT = 3_000;

/**
 * Nest's transport for the wire format of `docs/decisions.md` 10: plain JSON in and out, errors under the header
 * `Roster-Error`. Every request that can be answered is answered, and `close()` loses none that was delivered.
 */
export class NatsRpcServer extends Server implements CustomTransportStrategy {
  override readonly transportId = Symbol('roster-rpc');
  private subscriptions: Subscription[] = [];
  private readonly refused: string[] = [];
  private readonly inFlight = new Set<Promise<void>>();
  private readonly callers: NamedCallers;

  constructor(private readonly options: NatsRpcServerOptions) {
    super();
    this.callers = new NamedCallers(options.others ?? []);
  }

  override addHandler(subject: string, callback: MessageHandler, isEventHandler = false, extras: Extras = {}): void {
    if (isEventHandler) throw new Error(`${subject}: @EventPattern is not heard here; use @OnEvent`);
    if (this.messageHandlers.has(subject)) throw new Error(`${subject} has two handlers`);
    const { context } = this.options;
    const owner = extras.contract?.context ?? context;
    if (owner !== context) throw new Error(`${subject} belongs to ${owner}, not to ${context}`);
    super.addHandler(subject, callback, false, extras);
  }

  async listen(callback: (error?: unknown) => void): Promise<void> {
    const { connection } = this.options.bus;
    try {
      for (const [subject, handler] of this.messageHandlers) {
        for (const endpoint of endpointsOf(subject, handler, this.callers))
          this.subscriptions.push(this.subscribe(endpoint));
      }
      // The server answers after its refusals. Without a connection there is no answer, and the reconnect subscribes.
      await connection.flush().catch(() => undefined);
    } catch (error) {
      return callback(error);
    }
    callback(this.refused.length ? new Error(`The bus refuses to deliver ${this.refused.join(', ')}`) : undefined);
  }

  /**
   * Takes no more calls, answers those that were delivered (for 10 s at most), then resolves. Answers that a lost
   * connection prevents are lost.
   */
  async close(): Promise<void> {
    const subscriptions = this.subscriptions;
    this.subscriptions = [];
    const finished = Symbol('finished');
    const ended = await Promise.race([
      this.finish(subscriptions).then(() => finished),
      delay(CLOSE_WITHIN, undefined, { ref: false }),
    ]);
    if (ended !== finished) {
      this.options.logger.warn({ unanswered: this.inFlight.size }, 'Closed with requests at work');
    }
  }

  override on(event: string): never {
    throw new Error(`The transport has no event ${event}; listen to the bus`);
  }

  override unwrap<T>(): T {
    return this.options.bus.connection as T;
  }

  private async finish(subscriptions: Subscription[]): Promise<void> {
    const { bus } = this.options;
    await bus.whileConnected(Promise.allSettled(subscriptions.map((subscription) => subscription.drain())));
    await Promise.all(this.inFlight);
    await bus.whileConnected(bus.connection.flush().catch(() => undefined));
  }

  private subscribe(endpoint: Endpoint): Subscription {
    const { subject } = endpoint;
    const fast = endpoint.isNamed ? undefined : this.options.fast?.for(subject);
    return this.options.bus.connection.subscribe(subject, {
      queue: queueGroup(this.options.context),
      callback: (refusedBy, message) => {
        if (refusedBy) {
          this.refused.push(subject);
          this.options.logger.error({ err: refusedBy, subject }, 'The bus refuses a subscription');
          return;
        }
        if (!endpoint.isAnswerable(message)) {
          const { subject: asked, reply } = message;
          this.options.logger.warn({ subject: asked, reply }, 'Dropped a request without a caller’s reply subject');
          return;
        }
        if (fast && this.answerFast(message, fast)) return;
        const work: Promise<void> = this.handle(message, endpoint)
          .catch((err: unknown) => this.options.logger.error({ err, subject }, 'A request could not be answered'))
          .finally(() => this.inFlight.delete(work));
        this.inFlight.add(work);
      },
    });
  }

  /**
   * Tries the fast path; returns whether it answered. Everything else, including every wrong request, is left to the
   * handler.
   */
  private answerFast(message: Msg, fast: FastAnswer): boolean {
    if (!isPlain(message)) return false;
    let body: string | undefined;
    try {
      body = fast(readObject(message));
    } catch (err) {
      if (!(err instanceof RosterError)) {
        this.options.logger.error({ err, subject: message.subject }, 'A request could not be answered at once');
      }
    }
    if (body === undefined) return false;
    message.respond(body);
    this.options.countFast?.(message.subject);
    return true;
  }

  /** Handles a message. Failures go to the reply or to the log. */
  private async handle(message: Msg, endpoint: Endpoint): Promise<void> {
    const { subject } = message;
    const { contract } = endpoint;
    const finish = observing(this.options.observe, endpoint.question);
    let requestId: string | undefined;
    let outcome = 'ok';
    try {
      if (this.inFlight.size >= (this.options.maxInFlight ?? 512)) throw new RosterError(serviceUnavailable);
      const read = readContext(message.headers, {
        trusted: contract !== undefined && isTrusted(contract),
        deadline: contract?.deadline ?? DEADLINE_WITHOUT_CONTRACT,
      });
      requestId = read.requestId;
      if (read.deadline !== undefined && read.deadline <= Date.now()) throw new RosterError(serviceTimeout);
      const caller = endpoint.callerOf(message);
      const call = caller ? { ...read, caller } : read;
      const input = readObject(message);
      send(message, answer(await this.run(endpoint.handler, input, new RpcContext([call, contract]))));
    } catch (err) {
      const failure = err instanceof RosterError ? err : new RosterError(internal, undefined, { cause: err });
      outcome = failure.code;
      this.report(failure, { subject, requestId });
      this.refuse(message, failure);
    } finally {
      finish(outcome);
    }
  }

  private async run(handler: MessageHandler, input: object, context: RpcContext): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.onProcessingStartHook(this.transportId, context, async () => {
        try {
          const result: unknown = await handler(input, context);
          resolve(await lastValueFrom(this.transformToObservable(result), { defaultValue: undefined }));
        } catch (error) {
          reject(error);
        } finally {
          this.onProcessingEndHook?.(this.transportId, context);
        }
      });
    });
  }

  private refuse(message: Msg, failure: RosterError): void {
    try {
      send(message, refusal(failure));
    } catch (err) {
      this.options.logger.error({ err, subject: message.subject }, 'An error reply could not be written');
      send(message, refusal(new RosterError(internal)));
    }
  }

  /** Logs a failure. Refusals concern only the caller; failures that an operator can act on are logged as errors. */
  private report(failure: RosterError, request: { subject: string; requestId: string | undefined }): void {
    const { logger } = this.options;
    const entry = { ...request, code: failure.code, err: failure.cause };
    if (failure.is(internal)) logger.error(entry, 'A request failed');
    else if (failure.kind.status >= 500) logger.warn(entry, failure.message);
    else logger.debug(entry, failure.message);
  }
}

interface Extras {
  contract?: RpcContract;
}

/** Whether the headers ask for nothing that only the handler supports. */
function isPlain({ headers }: Msg): boolean {
  if (!headers) return true;
  if (headers.has(HEADERS.idempotencyKey) || headers.has(HEADERS.atLeast)) return false;
  return !headers.has(HEADERS.timeout) || Number(headers.get(HEADERS.timeout)) > 0;
}

function send(message: Msg, { body, headers }: Reply): void {
  message.respond(body, headers && { headers });
}
