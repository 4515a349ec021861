import { invitationForeign, RosterError, type AcceptInvitation, type Actor, type FieldError } from '@roster/contracts';
import { invalid } from '@roster/service-kit';
import { assertStrong, type PasswordContext } from '../../credentials/passwords/password.js';

/** The person who accepts, and what they show to prove it. */
export type Invitee =
  | { readonly kind: 'new'; readonly firstName: string; readonly lastName: string; readonly password: string }
  | { readonly kind: 'session'; readonly userId: string; readonly sessionId: string }
  | { readonly kind: 'password'; readonly userId: string; readonly password: string };

/**
 * Decides who the invitee is. `userId` is the user of the invited address, if there is one. Throws `invitation.foreign`
 * for a session of somebody else (S40), `request.invalid` for what is missing, and `user.password-weak`.
 */
export function inviteeOf(
  input: AcceptInvitation,
  userId: string | undefined,
  actor: Actor | undefined,
  context: PasswordContext = {},
): Invitee {
  if (actor && (actor.kind !== 'session' || actor.userId !== userId)) throw new RosterError(invitationForeign);
  if (userId === undefined) return newInvitee(input, context);
  if (actor) return { kind: 'session', userId, sessionId: actor.sessionId };
  if (input.password === undefined) throw invalid(missing('password'));
  return { kind: 'password', userId, password: input.password };
}

function newInvitee({ firstName, lastName, password }: AcceptInvitation, context: PasswordContext): Invitee {
  if (firstName === undefined || lastName === undefined || password === undefined) {
    const given = { firstName, lastName, password };
    const paths = (['firstName', 'lastName', 'password'] as const).filter((path) => given[path] === undefined);
    throw invalid(...paths.map(missing));
  }
  assertStrong(password, 'password', context);
  return { kind: 'new', firstName, lastName, password };
}

const missing = (path: string): FieldError => ({ path, message: 'is required' });
