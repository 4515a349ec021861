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

/** What JetStream is to have, and nothing besides on Roster's subjects. Names are JetStream's own. */
export interface Declarations {
  readonly streams: readonly StreamSettings[];
  readonly durables: readonly DurableSettings[];
}

const DAY = 86_400_000;
/** Milliseconds after which an event that nobody answered for is delivered again. */
const ACK_WAIT = 30_000;

/**
 * A stream for each service's events, one for what services gave up on, and a durable for each handler: as the contracts
 * list them. `replicas` are the copies of each stream in a cluster, `consumers` whose durables; all unless said.
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

/** The outbox is the record and keeps events as long; the stream is only the way. */
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
  // Without them whoever may publish an event may name a request as its reply subject: JetStream then sends its
  // acknowledgement there, by which it empties any stream, and no right of the sender is asked for.
  deny_delete: true,
  deny_purge: true,
});

/** `max_deliver` is not used: it would drop an event in silence. The consuming process counts, and keeps a dead letter. */
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
