import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { RosterError, sessionRequired } from '@roster/contracts';

/** Who makes a request: a member of an account. */
export interface Asker {
  readonly accountId: string;
  readonly memberId: string;
  /** Nothing older than this version of the account: what a caller read from `Roster-Version`. */
  readonly atLeast?: number;
}

/** Tells who makes a request, from what the service itself trusts; undefined for nobody. */
export interface Identify {
  // A method, so that a service may say which kind of request its framework has.
  identify(request: object): Asker | undefined | Promise<Asker | undefined>;
}

const ASKER = Symbol('asker');

/** Keeps it with the request, so that it is found out once. */
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
