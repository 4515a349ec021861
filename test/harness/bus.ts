import { jetstreamManager } from '@nats-io/jetstream';
import { connect, nkeyAuthenticator, type NatsConnection } from '@nats-io/transport-node';
import {
  allEvents,
  CONTEXTS,
  durableName,
  inboxPrefix,
  streamName,
  type Caller,
  type Context,
} from '@roster/contracts';
import type { SystemAddresses } from './shared-system.js';

type BusAddress = Pick<SystemAddresses, 'natsUrl' | 'seeds'>;

/** A plain connection as one of the bus's users, with that user's rights and no help from our own code. */
export const connectAs = (roster: BusAddress, user: Caller): Promise<NatsConnection> =>
  connect({
    servers: roster.natsUrl,
    authenticator: nkeyAuthenticator(new TextEncoder().encode(roster.seeds[user])),
    inboxPrefix: inboxPrefix(user),
    reconnect: false,
  });

/** How many events wait to be delivered to some service, or to be acknowledged by it. Rejects where a durable is not there. */
export async function unsettledEvents(roster: BusAddress): Promise<number> {
  const counts = await Promise.all(CONTEXTS.map((context) => unsettledBy(roster, context)));
  return counts.reduce((sum, count) => sum + count, 0);
}

async function unsettledBy(roster: BusAddress, context: Context): Promise<number> {
  const connection = await connectAs(roster, context);
  try {
    const { consumers } = await jetstreamManager(connection, { checkAPI: false });
    const events = allEvents().filter((event) => event.consumers.includes(context));
    const infos = await Promise.all(
      events.map((event) => consumers.info(streamName(event.context), durableName(context, event.subject))),
    );
    return infos.reduce((sum, { num_pending, num_ack_pending }) => sum + num_pending + num_ack_pending, 0);
  } finally {
    await connection.close();
  }
}
