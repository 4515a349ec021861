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
  type Caller,
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
  /** May answer a request on the reply subject that came with it, and nowhere else. */
  responds: boolean;
}

export const allRights = (): AllRights =>
  Object.fromEntries(BUS_USERS.map((user) => [user, rightsOf(user)])) as Record<Caller, Rights>;

/** Reads from the contracts what a user needs: the right to publish on a subject is what trust rests on (`decisions.md` 11). */
function rightsOf(user: Caller): Rights {
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
  if (!isContext(user)) return { publish: called, subscribe: [inbox, ...heard], responds: false };

  const consumed = allEvents().filter(({ consumers }) => consumers.includes(user));
  return {
    publish: [...called, ...ownedBy(user), ...consumed.flatMap((event) => consumerOf(user, event))],
    subscribe: [inbox, `rpc.${user}.> ${queueGroup(user)}`, ...heard],
    responds: true,
  };
}

/** A context makes and feeds its own stream, and writes its own dead letters to the stream that all share. */
function ownedBy(context: Context): string[] {
  const streams = [streamName(context), DEAD_STREAM];
  return [
    ...streamSubjects(context),
    heartbeatSubject(context),
    `dead.${context}.>`,
    ...streams.flatMap((stream) => ['INFO', 'CREATE', 'UPDATE'].map((verb) => `$JS.API.STREAM.${verb}.${stream}`)),
  ];
}

/** One durable consumer, named to the letter: nobody reads, moves or deletes another's place in a stream. */
function consumerOf(context: Context, event: EventContract): string[] {
  const durable = `${streamName(event.context)}.${durableName(context, event.subject)}`;
  return [
    `$JS.API.CONSUMER.CREATE.${durable}.${event.subject}`,
    `$JS.API.CONSUMER.INFO.${durable}`,
    `$JS.API.CONSUMER.MSG.NEXT.${durable}`,
    `$JS.ACK.${durable}.>`,
  ];
}

const isContext = (user: Caller): user is Context => CONTEXTS.some((context) => context === user);
