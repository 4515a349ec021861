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

/** By all contracts that there are, unless said. */
export const allRights = (contracts: readonly RpcContract[] = allRpcs()): AllRights => ({
  standing: table(BUS_USERS, (user) => rightsOf(contracts, user)),
  named: table(USER_KINDS, (kind) => rightsOf(contracts, kind, ITS_NAME)),
});

const table = <User extends string>(users: readonly User[], rights: (user: User) => Rights) =>
  Object.fromEntries(users.map((user) => [user, rights(user)])) as Record<User, Rights>;

/** Reads from the contracts what a user needs: the right to publish on a subject is what trust rests on (`docs/decisions.md` 11). */
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
 * Where those who may call a context hear its answers. Not `allow_responses`: that lends the right to publish on whatever
 * subject is the reply subject of what one hears, and access hears what it says itself. The right to write to an inbox is
 * worth nothing there, because nobody can guess which answer is waited for under which name; and what a service talks
 * about with JetStream is not under `rpc`.
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

/** Under no other name than its own, and where it says one, not on the plain subject: there our own services ask. */
function askedBy(user: Caller, contract: RpcContract): string[] {
  const { callers, subject } = contract;
  if (user === 'keeper' && isReadByKeepers(contract)) return [subject];
  if (!callers.includes(user)) return [];
  return [isNamedKind(user) ? namedSubject(subject, ITS_NAME) : subject];
}

/** A keeper hears what a service hears. A back office decides nothing, and hears nothing. */
function heardBy(user: Caller): string[] {
  if (user === 'back-office') return [];
  const as = user === 'keeper' ? 'service' : user;
  const events = allEvents().filter(({ listeners }) => listeners.includes(as));
  return [...events.map(({ subject }) => subject), heartbeatSubject('access')];
}

/** A context feeds its own stream, and writes its own dead letters to the stream that all share. It makes neither. */
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
 * The settings of a stream or a durable may name any subject, which no right limits: whoever may write them may read and
 * say everything. So one user may, which nothing that people or other services can reach runs as (`docs/decisions.md` 12).
 */
const DECLARING = [
  ...['CREATE', 'UPDATE', 'DELETE', 'INFO'].map((verb) => `$JS.API.STREAM.${verb}.*`),
  '$JS.API.STREAM.LIST',
  ...['CREATE', 'DURABLE.CREATE', 'DELETE', 'INFO', 'LIST'].map((verb) => `$JS.API.CONSUMER.${verb}.>`),
];

/** One durable consumer, named to the letter: nobody reads, moves or deletes another's place in a stream. */
function consumerOf(context: Context, event: EventContract): string[] {
  const durable = `${streamName(event.context)}.${durableName(context, event.subject)}`;
  return [`$JS.API.CONSUMER.INFO.${durable}`, `$JS.API.CONSUMER.MSG.NEXT.${durable}`, `$JS.ACK.${durable}.>`];
}

const isContext = (user: BusUser): user is Context => CONTEXTS.some((context) => context === user);
