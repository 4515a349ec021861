import type { NamedCaller } from './bus-users.js';
import type { RpcContract } from './contract.js';

/** A person who is signed in. */
export interface PersonActor {
  readonly kind: 'session';
  readonly memberId: string;
  readonly userId: string;
  readonly sessionId: string;
  /** When the person last proved who they are, RFC 3339. Without it nothing that wants a fresh proof is done. */
  readonly authenticatedAt?: string;
}

/** A key of the API: `memberId` is its service account, and it may do no more than its maker may. */
export interface KeyActor {
  readonly kind: 'api-key';
  readonly memberId: string;
  readonly keyId: string;
  /** The member who made it. */
  readonly makerId: string;
  /** The only permissions that it may use; null for all that its service account has. */
  readonly permissions: readonly string[] | null;
}

/** The person or key on whose behalf a call is made. */
export type Actor = PersonActor | KeyActor;

/**
 * Whether the key's own list allows the permission at all; whether its service account has the permission is decided as
 * for everybody (S53).
 */
export const isOnKey = ({ permissions }: Pick<KeyActor, 'permissions'>, permission: string): boolean =>
  !permissions || permissions.includes(permission);

/** From where a request came, as the gateway saw it. */
export interface ClientOrigin {
  /** IPv4 or IPv6, after the trusted proxies; never as a header said it. */
  readonly address: string;
  readonly userAgent?: string;
  /** The secret of a browser that has signed in before, hashed like a token. */
  readonly deviceHash?: string;
}

/** What travels with a call in headers; `deadline` is an instant of this process's clock (ms), never sent as such. */
export interface CallContext {
  readonly requestId: string;
  readonly deadline?: number;
  readonly accountId?: string;
  readonly actor?: Actor;
  /** The other service that asks, where the contract is asked under names: as the subject says, never a header. */
  readonly caller?: NamedCaller;
  readonly client?: ClientOrigin;
  readonly idempotencyKey?: string;
  readonly traceparent?: string;
  /** The decisions about this call are made from this version of the account's authorization or a later one. */
  readonly atLeast?: number;
}

/** Anything that can ask a contract on the bus: the service kit's client, or a test's. Rejects with `RosterError`. */
export interface RpcCaller {
  call<I extends object, O extends object>(
    contract: RpcContract<I, O>,
    input: I,
    context?: Partial<CallContext>,
  ): Promise<O>;
}

/** The headers of the wire (`docs/decisions.md` 10). */
export const HEADERS = {
  error: 'Roster-Error',
  requestId: 'Roster-Request-Id',
  /** Milliseconds left, never a wall-clock time. */
  timeout: 'Roster-Timeout',
  account: 'Roster-Account',
  actor: 'Roster-Actor',
  client: 'Roster-Client',
  idempotencyKey: 'Idempotency-Key',
  traceparent: 'traceparent',
  atLeast: 'Roster-At-Least',
  signature: 'Roster-Signature',
} as const;
