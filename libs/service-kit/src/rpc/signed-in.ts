import {
  permissionDenied,
  RosterError,
  sessionRequired,
  type Actor,
  type CallContext,
  type PersonActor,
} from '@roster/contracts';

/** A call by somebody who is signed in. */
export interface SignedIn extends CallContext {
  readonly accountId: string;
  readonly actor: Actor;
}

/** A call by a person, not a key. */
export interface SignedInPerson extends SignedIn {
  readonly actor: PersonActor;
}

/**
 * Rejects with `session.required` where the call has no actor. Where a permission was checked, the guard has already
 * made sure that there is one.
 */
export function signedIn(call: CallContext): SignedIn {
  const { accountId, actor } = call;
  if (!accountId || !actor) throw new RosterError(sessionRequired);
  return { ...call, accountId, actor };
}

/** The same, and rejects with `permission.denied` for an API key: nothing personal belongs to a key. */
export function signedInPerson(call: CallContext): SignedInPerson {
  const { actor, ...rest } = signedIn(call);
  if (actor.kind !== 'session') throw notAPerson();
  return { ...rest, actor };
}

export const notAPerson = (): RosterError =>
  new RosterError(permissionDenied, 'An API key cannot do this', { details: { reason: 'not_a_person' } });
