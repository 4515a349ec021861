import type { Msg } from '@nats-io/transport-node';
import {
  accountChanged,
  HEADERS,
  heartbeatSubject,
  type AccountChange,
  type Envelope,
  type Heartbeat,
} from '@roster/contracts';
import type { Bus } from '../bus/bus.js';
import type { AccessKeys } from './access-keys.js';
import { opened, type Link } from './seal.js';

/** Receives the changes of accounts. */
export interface AccessListener {
  /** `link` is the change's place in the account's history. */
  changed(accountId: string, change: AccountChange, link: Link): void;
  beat(heartbeat: Heartbeat): void;
}

/**
 * Listens to the access service: to each change, and several times a second to the versions of all accounts that
 * changed recently, which reveals a lost message. Messages that access has not signed are logged and ignored. Resolves
 * with a function that stops it, once the server has accepted the subscriptions. They are made again after a lost
 * connection.
 */
export async function followAccess(bus: Bus, keys: AccessKeys, listener: AccessListener): Promise<() => void> {
  const hear = (subject: string, take: (message: Msg) => void) =>
    bus.connection.subscribe(subject, {
      callback: (refused, message) => {
        if (refused) return bus.logger.error({ err: refused, subject }, 'The bus refuses a subscription');
        try {
          assertPlain(message);
          take(message);
        } catch (err) {
          bus.logger.error({ err, subject }, 'What is said in the name of access is not heard');
        }
      },
    });
  const subscriptions = [
    hear(accountChanged.subject, (message) => {
      const { accountid: accountId, data: change } = message.json<Envelope<AccountChange>>();
      const link = accountId === undefined ? undefined : opened({ ...change, accountId }, change.seal, keys);
      if (accountId === undefined || !link) throw new Error('The change is not signed by access');
      listener.changed(accountId, change, link);
    }),
    hear(heartbeatSubject('access'), (message) => {
      const text = message.string();
      if (!keys.isSigned('beat', text, message.headers?.get(HEADERS.signature))) {
        throw new Error('The beat is not signed by access');
      }
      listener.beat(JSON.parse(text) as Heartbeat);
    }),
  ];
  // Without a connection there is no answer, and the reconnect subscribes.
  await bus.connection.flush().catch(() => undefined);
  return () => {
    for (const subscription of subscriptions) subscription.unsubscribe();
  };
}

/**
 * Rejects copies. A stream can be configured to repeat its content on any subject, and a durable to deliver there. Such
 * copies carry a header, or a reply address for JetStream's acknowledgement; messages from access have neither.
 */
function assertPlain({ headers, reply = '' }: Msg): void {
  if (headers?.has('Nats-Stream') || reply.startsWith('$JS.')) throw new Error('The message is a copy out of a stream');
}
