import type { RpcContract } from './contract.js';

/** The person or key on whose behalf a call is made. */
export interface Actor {
  readonly kind: 'session';
  readonly memberId: string;
  readonly userId: string;
  readonly sessionId: string;
}

/** What travels with a call in headers; `deadline` is an instant of this process's clock (ms), never sent as such. */
export interface CallContext {
  readonly requestId: string;
  readonly deadline?: number;
  readonly accountId?: string;
  readonly actor?: Actor;
  readonly idempotencyKey?: string;
  readonly traceparent?: string;
  /** The decisions about this call are made from this version of the account's authorization or a later one. */
  readonly atLeast?: number;
}

/** Anything that can put a question on the bus: the service kit's client, or a test's. Rejects with `RosterError`. */
export interface RpcCaller {
  call<I extends object, O extends object>(
    contract: RpcContract<I, O>,
    input: I,
    context?: Partial<CallContext>,
  ): Promise<O>;
}

/** The headers of the wire (`decisions.md` 10). */
export const HEADERS = {
  error: 'Roster-Error',
  requestId: 'Roster-Request-Id',
  /** Milliseconds left, never a wall-clock time. */
  timeout: 'Roster-Timeout',
  account: 'Roster-Account',
  actor: 'Roster-Actor',
  idempotencyKey: 'Idempotency-Key',
  traceparent: 'traceparent',
  atLeast: 'Roster-At-Least',
} as const;
