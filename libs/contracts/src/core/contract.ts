import { callerLimited, callerUnknown, rateLimited, type ErrorKind } from './errors.js';
import type { HttpDefinition, HttpRoute } from './http.js';
import type { ProofNeeded } from './proof.js';
import { eventSubject, isNamedKind, isUserKind, rpcSubject, type Caller, type Context } from './naming.js';
import type { Notice } from './notice.js';
import { PATIENCE } from './patience.js';

export type Class<T> = new () => T;

/**
 * Why a contract asks for no permission (`docs/decisions.md` 9): `public`, open to everybody (sign-up, sign-in, mailed
 * tokens); `self`, people about themselves, or as the handler decides; `person`, the same, but no key of the API;
 * `service`, between services, without an actor.
 */
export type Open = 'public' | 'self' | 'person' | 'service';

/**
 * Limits how often a contract may be asked, and says who is counted: `sign-up` and `token` (mailed links, steps of
 * sign-ins and whatever else is open to all) by where the request comes from, `mail` (whatever sends mail) by the person
 * who asks.
 */
export type Limit = 'sign-up' | 'token' | 'mail';

/** What the owning service knows of a person that stands in for a permission: `billingContact`, they get the bills. */
export type Condition = 'billingContact';

/**
 * One question that a service answers: the service handles it, the gateway mounts its route, and the bus lets only
 * `callers` ask it.
 */
export interface RpcContract<I extends object = object, O extends object = object> {
  readonly context: Context;
  readonly subject: string;
  /** The route that the gateway mounts for it; undefined where none or a controller asks it. */
  readonly http: HttpRoute | undefined;
  /** What it does, in sentences for people who use the API; undefined where no client can ask it. */
  readonly description: string | undefined;
  /** The permission (`members:invite`) that the actor needs, checked before the input is read; or why there is none. */
  readonly permission: string | { open: Open };
  /** Whoever lacks the permission may ask all the same while this is true of them (`docs/decisions.md` 9). */
  readonly orWhen: Condition | undefined;
  readonly input: Class<I>;
  readonly output: Class<O>;
  /** The failures worth naming; the general ones (`request.invalid` …) go without saying. */
  readonly errors: readonly ErrorKind[];
  /**
   * `keeper` and `back-office` ask below the subject, under their own names (`docs/decisions.md` 11):
   * {@link namedSubject}.
   */
  readonly callers: readonly Caller[];
  /** Milliseconds after which the caller gives up; 3,000 unless said. */
  readonly deadline: number;
  /** Members of the input that it does not know: refused, or ignored where a standard wants that. */
  readonly unknownMembers: 'refused' | 'ignored';
  /** What proof of who they are the person must have given within {@link FRESH_FOR} (S22); undefined for none. */
  readonly freshProof: ProofNeeded | undefined;
  /** How often it may be asked, before anything else is looked at: `rate.limited` (429) beyond that. */
  readonly limit: Limit | undefined;
  /**
   * Whether the handler works through a whole account. The service then runs one such call of an account and two in
   * all at a time. The others wait, and are refused with `rate.limited` (429) where too many wait.
   */
  readonly long: boolean;
}

/** Milliseconds for which a proof of identity counts as fresh. */
export const FRESH_FOR = 10 * 60_000;

interface RpcDefinition<I extends object, O extends object> {
  context: Context;
  noun: string;
  verb: string;
  /** None unless said. */
  http?: HttpDefinition<I, O>;
  /** Of every contract that clients can ask over HTTP. */
  description?: string;
  permission: string | { open: Open };
  /** Only beside a permission, and in the service that knows. */
  orWhen?: Condition;
  input: Class<I>;
  output: Class<O>;
  errors?: readonly ErrorKind[];
  callers: readonly Caller[];
  deadline?: number;
  /** `refused` unless said. */
  unknownMembers?: RpcContract['unknownMembers'];
  /**
   * None unless said. Identity looks whether there is one for this purpose, so only its contracts want more than
   * `sign-in`.
   */
  freshProof?: ProofNeeded;
  /** None unless said; brings `rate.limited` with it. Identity keeps to it. */
  limit?: Limit;
  /** False unless said; brings `rate.limited` with it. Access keeps to it. */
  long?: boolean;
}

/**
 * Whether the handler reads from headers who asks, in which account and from where. Only where no one but our own
 * services may publish, since the bus cannot check headers (`docs/decisions.md` 11).
 */
export const isTrusted = ({ callers }: Pick<RpcContract, 'callers'>): boolean => !callers.some(isUserKind);

/** Whether other services ask it under their own names. */
export const isNamed = ({ callers }: Pick<RpcContract, 'callers'>): boolean => callers.some(isNamedKind);

/**
 * Whether a keeper asks it on the plain subject, as a `service` does: a keeper reads what services read. What it may do
 * under its name it may do in no other way.
 */
export const isReadByKeepers = ({ callers }: Pick<RpcContract, 'callers'>): boolean =>
  callers.includes('service') && !isNamed({ callers });

const rpcs: RpcContract[] = [];
const events: EventContract[] = [];
let listsAreClosed = false;

/**
 * Called once, after the library's last contract. Contracts that a test makes for itself are then on no list, where the
 * next test would find them.
 */
export const closeLists = (): void => {
  listsAreClosed = true;
};

export function rpc<I extends object, O extends object>(definition: RpcDefinition<I, O>): RpcContract<I, O> {
  const {
    context,
    noun,
    verb,
    http,
    description,
    permission,
    orWhen,
    input,
    output,
    errors = [],
    callers,
    deadline = 3_000,
  } = definition;
  const { unknownMembers = 'refused', freshProof, limit, long = false } = definition;
  const subject = rpcSubject(context, noun, verb);
  const named = isNamed({ callers });
  if (named) assertAskedByName(subject, { permission, callers });
  const contract = {
    context,
    subject,
    http,
    description,
    permission,
    orWhen,
    input,
    output,
    errors: [
      ...new Set([
        ...errors,
        ...(limit || long ? [rateLimited] : []),
        ...(named ? [callerUnknown, callerLimited] : []),
      ]),
    ],
    callers,
    deadline: deadline * PATIENCE,
    unknownMembers,
    freshProof,
    limit,
    long,
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

/**
 * Something that happened. Events only grow within a version; `data` carries the aggregate's full state and its
 * revision.
 */
export interface EventContract<T extends object = object> {
  readonly context: Context;
  readonly subject: string;
  readonly data: Class<T>;
  /** The services that handle it through a durable consumer of their own. */
  readonly consumers: readonly Context[];
  /** Who listens to the plain subject: the gateway, for its windows and for what it has cached, and deciders. */
  readonly listeners: readonly Caller[];
  /** What open windows are told of it. */
  readonly notices: readonly Notice<T>[];
}

interface EventDefinition<T extends object> {
  context: Context;
  noun: string;
  past: string;
  version: number;
  data: Class<T>;
  consumers: readonly Context[];
  listeners?: readonly Caller[];
  /** None unless said: then no window shows what it changes. They make the gateway listen. */
  notices?: readonly Notice<NoInfer<T>>[];
}

export function event<T extends object>(definition: EventDefinition<T>): EventContract<T> {
  const { context, noun, past, version, data, consumers, notices = [] } = definition;
  const told: readonly Caller[] = notices.length > 0 ? ['gateway'] : [];
  const listeners = [...new Set([...(definition.listeners ?? []), ...told])];
  const subject = eventSubject(context, noun, past, version);
  const contract = { context, subject, data, consumers, listeners, notices };
  if (!listsAreClosed) events.push(contract);
  return contract;
}

/** All contracts of this library. The bus's rights, the routes and the documentation are made from them. */
export const allRpcs = (): readonly RpcContract[] => rpcs;
export const allEvents = (): readonly EventContract[] => events;
