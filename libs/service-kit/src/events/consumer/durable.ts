import {
  AckPolicy,
  DeliverPolicy,
  JetStreamApiError,
  ReplayPolicy,
  type Consumer,
  type JetStreamClient,
} from '@nats-io/jetstream';
import { nanos } from '@nats-io/transport-node';
import { streamName, type EventContract } from '@roster/contracts';

export interface DurableOptions {
  readonly event: EventContract;
  readonly name: string;
  /** Milliseconds. */
  readonly ackWait: number;
}

/** "consumer already exists", with other settings (servers from 2.10 on; 2.9 brings them up to date by itself). */
const ALREADY_EXISTS = 10148;

/** Makes the durable, or brings its settings up to date. Rejects while its stream does not exist. */
export async function declareDurable(js: JetStreamClient, { event, name, ackWait }: DurableOptions): Promise<Consumer> {
  const stream = streamName(event.context);
  const { consumers } = await js.jetstreamManager(false);
  const changeable = { filter_subject: event.subject, ack_wait: nanos(ackWait), max_deliver: -1 };
  try {
    await consumers.add(stream, {
      durable_name: name,
      ack_policy: AckPolicy.Explicit,
      deliver_policy: DeliverPolicy.All,
      replay_policy: ReplayPolicy.Instant,
      ...changeable,
    });
  } catch (error) {
    if (!(error instanceof JetStreamApiError && error.code === ALREADY_EXISTS)) throw error;
    await consumers.update(stream, name, changeable);
  }
  return js.consumers.get(stream, name);
}
