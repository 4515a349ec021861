import {
  AckPolicy,
  DeliverPolicy,
  DiscardPolicy,
  ReplayPolicy,
  RetentionPolicy,
  StorageType,
} from '@nats-io/jetstream';
import { nanos } from '@nats-io/transport-node';
import {
  allEvents,
  CONTEXTS,
  DEAD_STREAM,
  DEAD_SUBJECTS,
  durableName,
  streamName,
  streamSubjects,
  type Context,
  type EventContract,
} from '@roster/contracts';

export type StreamSettings = ReturnType<typeof stream>;
export type DurableSettings = ReturnType<typeof durable>;

/**
 * What JetStream must have, and everything that it may have on Roster's subjects. The names of settings are
 * JetStream's.
 */
export interface Declarations {
  readonly streams: readonly StreamSettings[];
  readonly durables: readonly DurableSettings[];
}

const DAY = 86_400_000;
/** Milliseconds after which an unanswered event is delivered again. */
const ACK_WAIT = 30_000;

/**
 * A stream for each service's events, one for dead letters, and a durable for each handler, as the contracts list them.
 * `replicas` is the number of copies of each stream in a cluster. `consumers` are the services whose durables are
 * included. Default: all.
 */
export const declarations = ({
  replicas = 1,
  consumers = CONTEXTS,
}: { replicas?: number; consumers?: readonly Context[] } = {}): Declarations => ({
  streams: [...CONTEXTS.map((context) => contextStream(context, replicas)), deadStream(replicas)],
  durables: allEvents().flatMap((event) =>
    event.consumers.filter((consumer) => consumers.includes(consumer)).map((consumer) => durable(event, consumer)),
  ),
});

/** The outbox is the record and keeps events as long as the stream does; the stream only transports them. */
export const contextStream = (context: Context, replicas = 1) =>
  stream(streamName(context), streamSubjects(context), 7 * DAY, replicas);

export const deadStream = (replicas = 1) => stream(DEAD_STREAM, DEAD_SUBJECTS, 30 * DAY, replicas);

const stream = (name: string, subjects: string[], maxAge: number, replicas: number) => ({
  name,
  subjects,
  storage: StorageType.File,
  retention: RetentionPolicy.Limits,
  discard: DiscardPolicy.Old,
  max_age: nanos(maxAge),
  duplicate_window: nanos(120_000),
  num_replicas: replicas,
  // Deleting and purging are forbidden. A publisher of events may name any subject for the reply, and JetStream then
  // sends its acknowledgement there without checking the publisher's rights. That way a request could be made that
  // empties the stream.
  deny_delete: true,
  deny_purge: true,
});

/**
 * `max_deliver` is not used, because it would drop an event silently. The consuming process counts deliveries and
 * stores a dead letter.
 */
export const durable = (event: EventContract, consumer: Context, ackWait = ACK_WAIT) => ({
  stream: streamName(event.context),
  durable_name: durableName(consumer, event.subject),
  filter_subject: event.subject,
  ack_policy: AckPolicy.Explicit,
  deliver_policy: DeliverPolicy.All,
  replay_policy: ReplayPolicy.Instant,
  ack_wait: nanos(ackWait),
  max_deliver: -1,
});
