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
  type BusUser,
  type Context,
  type EventContract,
} from '@roster/contracts';

import { BUS_USERS } from '../names.js';
import type { AllRights } from './config.js';

/** What one bus user may do; everything else is refused. */
export interface Rights {
  publish: string[];
  /** Subjects, or `<subject> <queue group>`: then only as a member of that group. */
  subscribe: string[];
}

export const allRights = (): AllRights =>
  Object.fromEntries(BUS_USERS.map((user) => [user, rightsOf(user)])) as Record<BusUser, Rights>;

/** Reads from the contracts what a user needs: the right to publish on a subject is what trust rests on (`decisions.md` 11). */
function rightsOf(user: BusUser): Rights {
  if (user === 'declarer') return { publish: DECLARING, subscribe: [`${inboxPrefix(user)}.>`] };
  const called = allRpcs()
    .filter(({ callers }) => callers.includes(user))
    .map(({ subject }) => subject);
  const heard = [
    ...allEvents()
      .filter(({ listeners }) => listeners.includes(user))
      .map(({ subject }) => subject),
    heartbeatSubject('access'),
  ];
  const inbox = `${inboxPrefix(user)}.>`;
  if (!isContext(user)) return { publish: called, subscribe: [inbox, ...heard] };

  const consumed = allEvents().filter(({ consumers }) => consumers.includes(user));
  return {
    publish: [...called, ...answersOf(user), ...ownedBy(user), ...consumed.flatMap((event) => consumerOf(user, event))],
    subscribe: [inbox, `rpc.${user}.> ${queueGroup(user)}`, ...heard],
  };
}

/**
 * Where those who may call a context hear its answers. Not `allow_responses`: that lends the right to publish on whatever
 * subject is the reply subject of what one hears, and access hears what it says itself. The right to write to an inbox is
 * worth nothing there, because nobody can guess which answer is waited for under which name; and what a service talks
 * about with JetStream is not under `rpc`.
 */
const answersOf = (context: Context): string[] =>
  [...new Set(allRpcs().flatMap((contract) => (contract.context === context ? contract.callers : [])))].map((caller) =>
    isContext(caller) ? `${inboxPrefix(caller)}.rpc.>` : `${inboxPrefix(caller)}.>`,
  );

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
 * say everything. So one user may, which nothing that people or other services can reach runs as (`decisions.md` 12).
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
