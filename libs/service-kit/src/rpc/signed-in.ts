import { RosterError, sessionRequired, type Actor, type CallContext } from '@roster/contracts';

/** A call by somebody who is signed in. */
export interface SignedIn extends CallContext {
  readonly accountId: string;
  readonly actor: Actor;
}

/** Rejects with `session.required` where the call has no actor; the guard has seen to it where a permission was checked. */
export function signedIn(call: CallContext): SignedIn {
  const { accountId, actor } = call;
  if (!accountId || !actor) throw new RosterError(sessionRequired);
  return { ...call, accountId, actor };
}
