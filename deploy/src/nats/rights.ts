import {
  allEvents,
  allRpcs,
  CONTEXTS,
  DEAD_STREAM,
  durableName,
  heartbeatSubject,
  inboxPrefix,
  queueGroup,
  streamName,
  streamSubjects,
  isNamedKind,
  isReadByKeepers,
  isUserKind,
  namedSubject,
  USER_KINDS,
  type BusUser,
  type Caller,
  type Context,
  type EventContract,
  type RpcContract,
} from '@roster/contracts';

import { BUS_USERS } from '../names.js';
import { ITS_NAME, type AllRights, type Rights } from './config.js';

/** The rights from all contracts, or from the given ones. */
export const allRights = (contracts: readonly RpcContract[] = allRpcs()): AllRights => ({
  standing: table(BUS_USERS, (user) => rightsOf(contracts, user)),
  named: table(USER_KINDS, (kind) => rightsOf(contracts, kind, ITS_NAME)),
});

const table = <User extends string>(users: readonly User[], rights: (user: User) => Rights) =>
  Object.fromEntries(users.map((user) => [user, rights(user)])) as Record<User, Rights>;

/**
 * Derives a user's rights from the contracts. Trust rests on the right to publish on a subject (`docs/decisions.md`
 * 11).
 */
function rightsOf(contracts: readonly RpcContract[], user: BusUser, name?: string): Rights {
  const inbox = `${inboxPrefix(user, name)}.>`;
  if (user === 'declarer') return { publish: DECLARING, subscribe: [inbox] };
  const called = contracts.flatMap((contract) => askedBy(user, contract));
  const heard = heardBy(user);
  if (!isContext(user)) return { publish: called, subscribe: [inbox, ...heard] };

  const consumed = allEvents().filter(({ consumers }) => consumers.includes(user));
  return {
    publish: [
      ...called,
      ...answersOf(contracts, user),
      ...ownedBy(user),
      ...consumed.flatMap((event) => consumerOf(user, event)),
    ],
    subscribe: [inbox, `rpc.${user}.> ${queueGroup(user)}`, ...heard],
  };
}

/**
 * The inboxes of those who may call a context, where it sends its answers. `allow_responses` is not used: it would
 * grant publishing on any reply subject that the user receives, and a user can choose reply subjects itself. The right
 * to write to an inbox is harmless, because nobody can guess the token of a pending answer. Answers of JetStream go
 * elsewhere than to the `rpc` inboxes.
 */
const answersOf = (contracts: readonly RpcContract[], context: Context): string[] => {
  const own = contracts.filter((contract) => contract.context === context);
  const callers = own.flatMap((contract): Caller[] => [
    ...contract.callers,
    ...(isReadByKeepers(contract) ? (['keeper'] as const) : []),
  ]);
  return [...new Set(callers)].flatMap(inboxesOf);
};

function inboxesOf(caller: Caller): string[] {
  if (isContext(caller)) return [`${inboxPrefix(caller)}.rpc.>`];
  return isUserKind(caller)
    ? [`${inboxPrefix(caller)}.>`, `${inboxPrefix(caller, '*')}.>`]
    : [`${inboxPrefix(caller)}.>`];
}

/** A user with a name calls under that name only, and never on the plain subject: our own services call there. */
function askedBy(user: Caller, contract: RpcContract): string[] {
  const { callers, subject } = contract;
  if (user === 'keeper' && isReadByKeepers(contract)) return [subject];
  if (!callers.includes(user)) return [];
  return [isNamedKind(user) ? namedSubject(subject, ITS_NAME) : subject];
}

/**
 * What a user may subscribe to. A keeper receives what a service receives. A back office decides nothing, and receives
 * nothing.
 */
function heardBy(user: Caller): string[] {
  if (user === 'back-office') return [];
  const as = user === 'keeper' ? 'service' : user;
  const events = allEvents().filter(({ listeners }) => listeners.includes(as));
  return [...events.map(({ subject }) => subject), heartbeatSubject('access')];
}

/** A context publishes to its own stream, and its dead letters to the stream that all share. It creates neither. */
function ownedBy(context: Context): string[] {
  const streams = [streamName(context), DEAD_STREAM];
  return [
    ...streamSubjects(context),
    heartbeatSubject(context),
    `dead.${context}.>`,
    ...streams.map((stream) => `$JS.API.STREAM.INFO.${stream}`),
  ];
}

/**
 * Settings of a stream or a durable may name any subject, and no right limits that. So whoever may change them can read
 * and publish everything. Only one user may, and nothing that people or other services can reach runs as that user
 * (`docs/decisions.md` 12).
 */
const DECLARING = [
  ...['CREATE', 'UPDATE', 'DELETE', 'INFO'].map((verb) => `$JS.API.STREAM.${verb}.*`),
  '$JS.API.STREAM.LIST',
  ...['CREATE', 'DURABLE.CREATE', 'DELETE', 'INFO', 'LIST'].map((verb) => `$JS.API.CONSUMER.${verb}.>`),
];

/**
 * The rights for one durable consumer, by its full name: nobody can read, move or delete another's position in a
 * stream.
 */
function consumerOf(context: Context, event: EventContract): string[] {
  const durable = `${streamName(event.context)}.${durableName(context, event.subject)}`;
  return [`$JS.API.CONSUMER.INFO.${durable}`, `$JS.API.CONSUMER.MSG.NEXT.${durable}`, `$JS.ACK.${durable}.>`];
}

const isContext = (user: BusUser): user is Context => CONTEXTS.some((context) => context === user);
