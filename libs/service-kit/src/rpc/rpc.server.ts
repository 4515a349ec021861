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
  inboxPrefix,
  internal,
  queueGroup,
  RosterError,
  serviceTimeout,
  serviceUnavailable,
  type Context,
  type RpcContract,
} from '@roster/contracts';
import type { Logger } from 'pino';
import { lastValueFrom } from 'rxjs';
import type { ImmediateAnswer, ImmediateAnswers } from './immediate/immediate-answers.js';
import { RpcContext } from './rpc.context.js';

export interface NatsRpcServerOptions {
  readonly bus: Bus;
  readonly context: Context;
  readonly logger: Logger;
  readonly observe?: Observe;
  /** Handlers at work at once; whoever comes on top is told `service.unavailable`. 512 unless said. */
  readonly maxInFlight?: number;
  /** Told of each call that no handler was needed for: there is no time to be measured. */
  readonly countAtOnce?: (subject: string) => void;
  /** What needs no handler; read when `listen` is called. */
  readonly immediate?: ImmediateAnswers;
}

const CLOSE_WITHIN = 10_000;
const DEADLINE_WITHOUT_CONTRACT = 3_000;

/**
 * Nest's transport for the wire of decisions 10: plain JSON in and out, errors under the header `Roster-Error`. Every
 * request that can be answered is answered, and `close()` loses none that was delivered.
 */
export class NatsRpcServer extends Server implements CustomTransportStrategy {
  override readonly transportId = Symbol('roster-rpc');
  private subscriptions: Subscription[] = [];
  private readonly refused: string[] = [];
  private readonly inFlight = new Set<Promise<void>>();

  constructor(private readonly options: NatsRpcServerOptions) {
    super();
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
      for (const [subject, handler] of this.messageHandlers) this.subscriptions.push(this.subscribe(subject, handler));
      // The server's pong comes after its refusals. Without a connection there is none, and the reconnect subscribes.
      await connection.flush().catch(() => undefined);
    } catch (error) {
      return callback(error);
    }
    callback(this.refused.length ? new Error(`The bus refuses to deliver ${this.refused.join(', ')}`) : undefined);
  }

  /** Takes no more, answers what was delivered (10 s at most; what the connection's loss kept from answering is lost), then resolves. */
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

  private subscribe(subject: string, handler: MessageHandler): Subscription {
    const immediate = this.options.immediate?.for(subject);
    const contract = contractOf(handler);
    return this.options.bus.connection.subscribe(subject, {
      queue: queueGroup(this.options.context),
      callback: (refusedBy, message) => {
        if (refusedBy) {
          this.refused.push(subject);
          this.options.logger.error({ err: refusedBy, subject }, 'The bus refuses a subscription');
          return;
        }
        if (immediate && contract && this.answerAtOnce(message, contract, immediate)) return;
        const work: Promise<void> = this.handle(message, handler)
          .catch((err: unknown) => this.options.logger.error({ err, subject }, 'A request could not be answered'))
          .finally(() => this.inFlight.delete(work));
        this.inFlight.add(work);
      },
    });
  }

  /** Whether it is done. What cannot be answered at once, or is wrong in any way, is the handler's to answer. */
  private answerAtOnce(message: Msg, contract: RpcContract, immediate: ImmediateAnswer): boolean {
    if (!isAnswerable(message, contract) || !isUnhurried(message)) return false;
    let body: string | undefined;
    try {
      body = immediate(readObject(message));
    } catch (err) {
      if (!(err instanceof RosterError)) {
        this.options.logger.error({ err, subject: message.subject }, 'A request could not be answered at once');
      }
    }
    if (body === undefined) return false;
    message.respond(body);
    this.options.countAtOnce?.(message.subject);
    return true;
  }

  /** What goes wrong is in the reply or in the log. */
  private async handle(message: Msg, handler: MessageHandler): Promise<void> {
    const { subject } = message;
    if (!isAnswerable(message, contractOf(handler))) {
      this.options.logger.warn({ subject, reply: message.reply }, 'Dropped a request without a caller’s reply subject');
      return;
    }
    const finish = observing(this.options.observe, subject);
    let requestId: string | undefined;
    let outcome = 'ok';
    try {
      if (this.inFlight.size >= (this.options.maxInFlight ?? 512)) throw new RosterError(serviceUnavailable);
      const contract = contractOf(handler);
      const call = readContext(message.headers, {
        trusted: contract !== undefined && !contract.callers.includes('service'),
        deadline: contract?.deadline ?? DEADLINE_WITHOUT_CONTRACT,
      });
      requestId = call.requestId;
      if (call.deadline !== undefined && call.deadline <= Date.now()) throw new RosterError(serviceTimeout);
      const input = readObject(message);
      send(message, answer(await this.run(handler, input, new RpcContext([call, contract]))));
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

  /** A refusal is the caller's affair; only what the operator can act on is loud. */
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

function contractOf(handler: MessageHandler): RpcContract | undefined {
  const extras: Extras = handler.extras ?? {};
  return extras.contract;
}

/**
 * Whether the answer would go to the inbox of somebody who may ask. Without an address for the answer, running the
 * command would leave nobody who knows of it; and an answer to any other subject would lend the caller this service's
 * right to publish there, which the bus grants without asking for the caller's own.
 */
function isAnswerable({ reply }: Msg, contract: RpcContract | undefined): boolean {
  if (!reply) return false;
  if (!contract) return reply.startsWith('_INBOX');
  return contract.callers.some((caller) => reply.startsWith(`${inboxPrefix(caller)}.`));
}

/** Whether its headers ask for nothing that only the way to the handler knows of. */
function isUnhurried({ headers }: Msg): boolean {
  if (!headers) return true;
  if (headers.has(HEADERS.idempotencyKey) || headers.has(HEADERS.atLeast)) return false;
  return !headers.has(HEADERS.timeout) || Number(headers.get(HEADERS.timeout)) > 0;
}

function send(message: Msg, { body, headers }: Reply): void {
  message.respond(body, headers && { headers });
}
