import { callerLimited, callerUnknown, rateLimited, type ErrorKind } from './errors.js';
import type { HttpDefinition, HttpRoute } from './http.js';
import type { ProofNeeded } from './proof.js';
import { eventSubject, isNamedKind, isUserKind, rpcSubject, type Caller, type Context } from './namer.js';
import { PATIENCE } from './patience.js';

export type Class<T> = new () => T;

/**
 * Why a contract has no permission (`decisions.md` 9): `public`, a door that is open by design (sign-up, sign-in,
 * mailed tokens); `self`, everyone about themselves, or as the handler decides; `person`, the same, but no key of the API;
 * `service`, between services, without an actor.
 */
export type Open = 'public' | 'self' | 'person' | 'service';

/**
 * What must not be knocked at without end, and who is counted: `sign-up` and `token` (mailed links, steps of sign-ins and
 * other doors that are open to all) by where the request comes from, `mail` (whatever sends mail) by who asks.
 */
export type Limit = 'sign-up' | 'token' | 'mail';

/** One question that a service answers: the service handles it, the gateway mounts its route, the bus lets `callers` ask it. */
export interface RpcContract<I extends object = object, O extends object = object> {
  readonly context: Context;
  readonly subject: string;
  /** The route that the gateway mounts for it; undefined where none or a controller asks it. */
  readonly http: HttpRoute | undefined;
  /** The permission (`members:invite`) that the actor needs, checked before the input is read; or why there is none. */
  readonly permission: string | { open: Open };
  readonly input: Class<I>;
  readonly output: Class<O>;
  /** The failures worth naming; the general ones (`request.invalid` …) go without saying. */
  readonly errors: readonly ErrorKind[];
  /** `keeper` and `back-office` ask below the subject, under their own names (`decisions.md` 11): {@link namedSubject}. */
  readonly callers: readonly Caller[];
  /** Milliseconds after which the caller gives up; 3,000 unless said. */
  readonly deadline: number;
  /** Members of the input that it does not know: refused, or ignored where a standard wants that. */
  readonly unknownMembers: 'refused' | 'ignored';
  /** What proof of who they are the person must have given within {@link FRESH_FOR} (S22); undefined for none. */
  readonly freshProof: ProofNeeded | undefined;
  /** How often it may be asked, before anything else is looked at: `rate.limited` (429) beyond that. */
  readonly limit: Limit | undefined;
}

/** Milliseconds for which a proof of who one is counts as fresh. */
export const FRESH_FOR = 10 * 60_000;

interface RpcDefinition<I extends object, O extends object> {
  context: Context;
  noun: string;
  verb: string;
  /** None unless said. */
  http?: HttpDefinition<I, O>;
  permission: string | { open: Open };
  input: Class<I>;
  output: Class<O>;
  errors?: readonly ErrorKind[];
  callers: readonly Caller[];
  deadline?: number;
  /** `refused` unless said. */
  unknownMembers?: RpcContract['unknownMembers'];
  /** None unless said. Identity looks whether there is one for this purpose, so only its contracts want more than `sign-in`. */
  freshProof?: ProofNeeded;
  /** None unless said; brings `rate.limited` with it. Identity keeps to it. */
  limit?: Limit;
}

/**
 * Whether who asks, in which account and from where is read from headers: only where none but our own services may publish,
 * since the bus cannot check headers (`decisions.md` 11).
 */
export const isTrusted = ({ callers }: Pick<RpcContract, 'callers'>): boolean => !callers.some(isUserKind);

/** Whether others ask it under their names. */
export const isNamed = ({ callers }: Pick<RpcContract, 'callers'>): boolean => callers.some(isNamedKind);

/**
 * Whether a keeper asks it on the plain subject, as a `service` does: it reads what services read. What it may do under its
 * name it does under no other.
 */
export const isReadByKeepers = ({ callers }: Pick<RpcContract, 'callers'>): boolean =>
  callers.includes('service') && !isNamed({ callers });

const rpcs: RpcContract[] = [];
const events: EventContract[] = [];
let listsAreClosed = false;

/** The library calls it after its last contract. What a test makes up for itself is on no list: else the next test finds it. */
export const closeLists = (): void => {
  listsAreClosed = true;
};

export function rpc<I extends object, O extends object>(definition: RpcDefinition<I, O>): RpcContract<I, O> {
  const { context, noun, verb, http, permission, input, output, errors = [], callers, deadline = 3_000 } = definition;
  const { unknownMembers = 'refused', freshProof, limit } = definition;
  const subject = rpcSubject(context, noun, verb);
  const named = isNamed({ callers });
  if (named) assertAskedByName(subject, { permission, callers });
  const contract = {
    context,
    subject,
    http,
    permission,
    input,
    output,
    errors: [
      ...new Set([...errors, ...(limit ? [rateLimited] : []), ...(named ? [callerUnknown, callerLimited] : [])]),
    ],
    callers,
    deadline: deadline * PATIENCE,
    unknownMembers,
    freshProof,
    limit,
  };
  if (!listsAreClosed) rpcs.push(contract);
  return contract;
}

/** Who says no name would have no limits, and who says no header has no permission. */
function assertAskedByName(
  subject: string,
  { permission, callers }: Pick<RpcContract, 'permission' | 'callers'>,
): void {
  if (callers.includes('service')) throw new Error(`${subject} is asked under names: a \`service\` says none`);
  if (typeof permission === 'string' || permission.open !== 'service') {
    throw new Error(`${subject} is open to other services: it has no actor whose permission could be checked`);
  }
}

/** Something that happened: additive within a version; `data` carries the aggregate's full state and its revision. */
export interface EventContract<T extends object = object> {
  readonly context: Context;
  readonly subject: string;
  readonly data: Class<T>;
  /** The services that handle it through a durable consumer of their own. */
  readonly consumers: readonly Context[];
  /** `gateway` where it listens to the plain subject too, to forget what it had cached. */
  readonly listeners: readonly Caller[];
}

interface EventDefinition<T extends object> {
  context: Context;
  noun: string;
  past: string;
  version: number;
  data: Class<T>;
  consumers: readonly Context[];
  listeners?: readonly Caller[];
}

export function event<T extends object>(definition: EventDefinition<T>): EventContract<T> {
  const { context, noun, past, version, data, consumers, listeners = [] } = definition;
  const contract = { context, subject: eventSubject(context, noun, past, version), data, consumers, listeners };
  if (!listsAreClosed) events.push(contract);
  return contract;
}

/** Every contract that this library declares, for what is generated from them: the bus's rights, the documentation, tests. */
export const allRpcs = (): readonly RpcContract[] => rpcs;
export const allEvents = (): readonly EventContract[] => events;
