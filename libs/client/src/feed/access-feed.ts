import type { Msg } from '@nats-io/transport-node';
import { accountChanged, heartbeatSubject, type AccountChange, type Envelope, type Heartbeat } from '@roster/contracts';
import type { Bus } from '../bus/bus.js';

/** Who wants to hear at once what changes in accounts. */
export interface AccessListener {
  changed(accountId: string, change: AccountChange): void;
  beat(heartbeat: Heartbeat): void;
}

/**
 * Hears what the access service says of its accounts: each change, as long as nothing is lost, and several times a
 * second the versions of all that have changed lately, by which a loss is noticed. Resolves, with how to stop, once
 * the server has taken the subscriptions; after a lost connection they are made again.
 */
export async function followAccess(bus: Bus, listener: AccessListener): Promise<() => void> {
  const hear = (subject: string, take: (message: Msg) => void) =>
    bus.connection.subscribe(subject, {
      callback: (refused, message) => {
        if (refused) return bus.logger.error({ err: refused, subject }, 'The bus refuses a subscription');
        try {
          take(message);
        } catch (err) {
          bus.logger.error({ err, subject }, 'What access says cannot be read');
        }
      },
    });
  const subscriptions = [
    hear(accountChanged.subject, (message) => {
      const { accountid, data } = message.json<Envelope<AccountChange>>();
      if (accountid) listener.changed(accountid, data);
    }),
    hear(heartbeatSubject('access'), (message) => listener.beat(message.json<Heartbeat>())),
  ];
  // Without a connection there is no pong, and the reconnect subscribes.
  await bus.connection.flush().catch(() => undefined);
  return () => {
    for (const subscription of subscriptions) subscription.unsubscribe();
  };
}
