import { errors, nuid, type Msg, type MsgHdrs, type Subscription } from '@nats-io/transport-node';
import {
  inboxPrefix,
  internal,
  requestInvalid,
  RosterError,
  serviceTimeout,
  serviceUnavailable,
  type CallContext,
  type RpcCaller,
  type RpcContract,
} from '@roster/contracts';
import { v7 as uuid } from 'uuid';
import type { Bus } from '../bus/bus.js';
import { observing, type Observe } from './observe.js';
import { readReply, requestHeaders } from './wire.js';

interface Waiter {
  readonly timer: NodeJS.Timeout;
  resolve(reply: Msg): void;
  reject(error: unknown): void;
}

/**
 * Asks over the bus. Every call ends: with the answer, the other side's error, `service.timeout` at its deadline, or
 * `service.unavailable` at once where nobody listens or the bus is down. Replies of all calls share one subscription.
 */
export class RpcClient implements RpcCaller {
  private readonly inbox: string;
  private readonly waiters = new Map<string, Waiter>();
  private subscription: Subscription | undefined;
  private calls = 0;

  constructor(
    private readonly bus: Bus,
    private readonly options: { observe?: Observe } = {},
  ) {
    // Unique in itself, so that the replicas of one service do not hear each other's replies.
    this.inbox = `${inboxPrefix(bus.caller)}.rpc.${nuid.next()}`;
    bus.onDisconnect(() => this.rejectAll(new RosterError(serviceUnavailable, 'The bus connection was lost')));
  }

  async call<I extends object, O extends object>(
    contract: RpcContract<I, O>,
    input: I,
    context: Partial<CallContext> = {},
  ): Promise<O> {
    const { subject } = contract;
    const requestId = context.requestId ?? uuid();
    const finish = observing(this.options.observe, subject);
    try {
      const timeLeft = Math.floor(Math.min(contract.deadline, (context.deadline ?? Infinity) - Date.now()));
      const headers = requestHeaders(context, requestId, timeLeft);
      const reply = await this.exchange(subject, JSON.stringify(input), headers, timeLeft);
      // The contract's word is taken for the shape: the answer comes from the one service that may reply here.
      const output = readReply(reply) as O;
      finish('ok');
      return output;
    } catch (err) {
      const failure = err instanceof RosterError ? err : new RosterError(internal, undefined, { cause: err });
      const { cause } = failure;
      if (cause !== undefined) this.bus.logger.error({ err: cause, subject, requestId }, 'A call failed');
      finish(failure.code);
      throw failure;
    }
  }

  private exchange(subject: string, body: string, headers: MsgHdrs, timeLeft: number): Promise<Msg> {
    // Never queued for the reconnect: a command must not run long after its caller has given up.
    if (!this.bus.connected) throw new RosterError(serviceUnavailable, 'The bus connection is down');
    if (timeLeft <= 0) throw new RosterError(serviceTimeout);
    const limit = this.bus.connection.info?.max_payload ?? Infinity;
    // A number such as 1e20 grows on the way, so that what the door let in may be more than the bus takes.
    if (Buffer.byteLength(body) > limit) throw new RosterError(requestInvalid, 'The request is too large');
    return new Promise<Msg>((resolve, reject) => {
      const token = (this.calls++).toString(36);
      const timer = setTimeout(() => this.take(token)?.reject(new RosterError(serviceTimeout)), timeLeft);
      this.waiters.set(token, { timer, resolve, reject });
      try {
        this.listen();
        this.bus.connection.publish(subject, body, { reply: `${this.inbox}.${token}`, headers });
      } catch (error) {
        this.take(token)?.reject(isClosing(error) ? new RosterError(serviceUnavailable) : error);
      }
    });
  }

  private listen(): void {
    if (this.subscription && !this.subscription.isClosed()) return;
    this.subscription = this.bus.connection.subscribe(`${this.inbox}.*`, {
      callback: (refused, message) => {
        if (refused) this.rejectAll(new RosterError(internal, undefined, { cause: refused }));
        // Without a waiter the reply came too late, or is a second one.
        else this.take(message.subject.slice(this.inbox.length + 1))?.resolve(message);
      },
    });
  }

  private take(token: string): Waiter | undefined {
    const waiter = this.waiters.get(token);
    if (waiter) {
      this.waiters.delete(token);
      clearTimeout(waiter.timer);
    }
    return waiter;
  }

  private rejectAll(error: RosterError): void {
    for (const token of this.waiters.keys()) this.take(token)?.reject(error);
  }
}

function isClosing(error: unknown): boolean {
  return error instanceof errors.ClosedConnectionError || error instanceof errors.DrainingConnectionError;
}
