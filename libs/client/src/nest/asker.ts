import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { RosterError, sessionRequired } from '@roster/contracts';

/** The member who makes a request. */
export interface Asker {
  readonly accountId: string;
  readonly memberId: string;
  /** The minimum version of the account, as the caller read it from `Roster-Version`. */
  readonly atLeast?: number;
}

/** Finds out who makes a request, from what the service itself trusts; undefined where nobody is signed in. */
export interface Identify {
  // A method, so that an implementation may narrow the type of the request to its framework's.
  identify(request: object): Asker | undefined | Promise<Asker | undefined>;
}

const ASKER = Symbol('asker');

/** Finds out who makes a request, and keeps it with the request so that it is done once. */
export async function askerOf(request: object, by: Identify): Promise<Asker | undefined> {
  const known: unknown = Reflect.get(request, ASKER);
  if (isAsker(known)) return known;
  const found = await by.identify(request);
  if (!found) return undefined;
  const { accountId, memberId, atLeast } = found;
  const asker: Asker = { accountId, memberId, ...(atLeast !== undefined && { atLeast }) };
  Reflect.set(request, ASKER, asker);
  return asker;
}

/** A parameter of a guarded handler: who makes the request. */
export const Asking = createParamDecorator((_: unknown, context: ExecutionContext): Asker => {
  const known: unknown = Reflect.get(context.switchToHttp().getRequest<object>(), ASKER);
  if (!isAsker(known)) throw new RosterError(sessionRequired);
  return known;
});

const isAsker = (value: unknown): value is Asker => typeof value === 'object' && value !== null && 'memberId' in value;
