import { errors, nuid, type Msg, type MsgHdrs, type Subscription } from '@nats-io/transport-node';
import {
  faultInAnswer,
  internal,
  isNamedKind,
  isReadByKeepers,
  namedSubject,
  requestInvalid,
  RosterError,
  serviceTimeout,
  serviceUnavailable,
  type CallContext,
  type RpcCaller,
  type RpcContract,
} from '@roster/contracts';
import type { Bus } from './bus.js';
import { observing, type Observe } from './observe.js';
import { Waiters, type Waiter } from './waiters.js';
import { readReply, requestHeaders } from './wire.js';

interface Asker {
  /** Milliseconds of `performance.now()`. */
  readonly until: number;
  resolve(output: object): void;
  reject(failure: RosterError): void;
  readonly observe: Observe | undefined;
}

/** A call that is waiting for its answer. */
class Call implements Waiter<Msg> {
  readonly until: number;
  private readonly finish: (outcome: string) => void;

  constructor(
    readonly contract: RpcContract,
    private readonly asker: Asker,
  ) {
    this.until = asker.until;
    this.finish = observing(asker.observe, contract.subject);
  }

  take(reply: Msg): void {
    let output: object;
    try {
      output = readReply(reply);
      const fault = faultInAnswer(this.contract, output);
      if (fault) throw new Error(`What answered ${this.contract.subject} is not its service: ${fault}`);
    } catch (err) {
      return this.fail(err);
    }
    this.finish('ok');
    this.asker.resolve(output);
  }

  fail(err: unknown): void {
    const failure = err instanceof RosterError ? err : new RosterError(internal, undefined, { cause: err });
    this.finish(failure.code);
    this.asker.reject(failure);
  }
}

const NO_CONTEXT: Partial<CallContext> = {};

/**
 * Calls other services over the bus. Every call ends: with an answer of the contract's shape, with the other side's
 * error, with `internal` where something else came back, with `service.timeout` at its deadline, or with
 * `service.unavailable` at once where nobody listens or the bus is down. The replies of all calls share one
 * subscription.
 */
export class RpcClient implements RpcCaller {
  private readonly inbox: string;
  private readonly waiters = new Waiters<Msg>(() => new RosterError(serviceTimeout));
  private subscription: Subscription | undefined;

  constructor(
    private readonly bus: Bus,
    private readonly options: { observe?: Observe } = {},
  ) {
    // The inbox is unique, so that replicas of one service do not receive each other's replies.
    this.inbox = `${bus.inboxPrefix}.rpc.${nuid.next()}`;
    bus.onDisconnect(() => this.waiters.failAll(new RosterError(serviceUnavailable, 'The bus connection was lost')));
  }

  call<I extends object, O extends object>(
    contract: RpcContract<I, O>,
    input: I,
    context: Partial<CallContext> = NO_CONTEXT,
  ): Promise<O> {
    return new Promise<O>((resolve, reject) => {
      const timeLeft = timeLeftOf(contract, context);
      const call = new Call(contract, {
        until: performance.now() + timeLeft,
        resolve: (output) => resolve(output as O),
        reject: (failure) => {
          this.report(failure, contract, context);
          reject(failure);
        },
        observe: this.options.observe,
      });
      try {
        this.send(call, input, requestHeaders(contract, context, timeLeft), timeLeft);
      } catch (err) {
        call.fail(err);
      }
    });
  }

  private send(call: Call, input: object, headers: MsgHdrs | undefined, timeLeft: number): void {
    const { connection, connected } = this.bus;
    // Never queue a call for the reconnect: a command must not run long after its caller has given up.
    if (!connected) throw new RosterError(serviceUnavailable, 'The bus connection is down');
    if (timeLeft <= 0) throw new RosterError(serviceTimeout);
    const body = JSON.stringify(input);
    const limit = connection.info?.max_payload ?? Infinity;
    // A body can grow when it is serialised (1e20 is written in full), so what came in may exceed the limit of the bus.
    // No character takes more than three bytes.
    if (body.length * 3 > limit && Buffer.byteLength(body) > limit) {
      throw new RosterError(requestInvalid, 'The request is too large');
    }
    this.listen();
    const token = this.waiters.add(call);
    const reply = `${this.inbox}.${token}`;
    try {
      connection.publish(subjectFor(call.contract, this.bus), body, headers ? { reply, headers } : { reply });
    } catch (error) {
      this.waiters.fail(token, isClosing(error) ? new RosterError(serviceUnavailable) : error);
    }
  }

  private listen(): void {
    if (this.subscription && !this.subscription.isClosed()) return;
    const prefix = this.inbox.length + 1;
    try {
      this.subscription = this.bus.connection.subscribe(`${this.inbox}.*`, {
        callback: (refused, message) => {
          if (refused) this.waiters.failAll(new RosterError(internal, undefined, { cause: refused }));
          else this.waiters.answer(message.subject.slice(prefix), message);
        },
      });
    } catch (error) {
      throw isClosing(error) ? new RosterError(serviceUnavailable) : error;
    }
  }

  private report(failure: RosterError, { subject }: RpcContract, { requestId }: Partial<CallContext>): void {
    const { cause } = failure;
    if (cause !== undefined) this.bus.logger.error({ err: cause, subject, requestId }, 'A call failed');
  }
}

/** Keepers and back offices call under their own names where the contract is called by name. */
const subjectFor = (contract: RpcContract, { caller, name }: Bus): string =>
  name === undefined || !isNamedKind(caller) || isReadByKeepers(contract)
    ? contract.subject
    : namedSubject(contract.subject, name);

/** Milliseconds until the deadline; zero or less once it has passed. */
const timeLeftOf = ({ deadline }: RpcContract, context: Partial<CallContext>): number =>
  context.deadline === undefined ? deadline : Math.floor(Math.min(deadline, context.deadline - Date.now()));

function isClosing(error: unknown): boolean {
  return error instanceof errors.ClosedConnectionError || error instanceof errors.DrainingConnectionError;
}
