import { RosterError, sessionRequired, type Actor, type CallContext } from '@roster/contracts';

/** A call by somebody who is signed in. */
export interface SignedIn extends CallContext {
  readonly accountId: string;
  readonly actor: Actor;
}

export function signedIn(call: CallContext): SignedIn {
  const { accountId, actor } = call;
  if (!accountId || !actor) throw new RosterError(sessionRequired);
  return { ...call, accountId, actor };
}

/** The same call, asked further. The client's idempotency key is left out: it belongs to this service's answer. */
export const asked = (call: CallContext): CallContext => ({ ...call, idempotencyKey: undefined });
