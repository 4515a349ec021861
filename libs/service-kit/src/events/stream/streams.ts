import {
  DiscardPolicy,
  JetStreamApiCodes,
  JetStreamApiError,
  RetentionPolicy,
  StorageType,
  type JetStreamManager,
  type StreamInfo,
} from '@nats-io/jetstream';
import { nanos } from '@nats-io/transport-node';
import { DEAD_STREAM, DEAD_SUBJECTS, streamName, streamSubjects, type Context } from '@roster/contracts';

/** Milliseconds that JetStream may take to answer; what waits for it tries again anyway. */
export const API_TIMEOUT = 2_000;

const DAY = 86_400_000;

/** What a stream is to be like; names as JetStream has them. */
type StreamSettings = ReturnType<typeof settings>;

/** The stream that keeps a service's events. Its owner declares it, and nobody else. */
export const contextStream = (context: Context, replicas = 1) =>
  settings(streamName(context), streamSubjects(context), 7 * DAY, replicas);

/** The stream of what services gave up on; whoever has something to put there declares it. */
export const deadStream = (replicas = 1) => settings(DEAD_STREAM, DEAD_SUBJECTS, 30 * DAY, replicas);

/** Makes the stream, or brings its settings up to date; resolves with what it is now. */
export async function declareStream(manager: JetStreamManager, wanted: StreamSettings): Promise<StreamInfo> {
  const found = await findStream(manager, wanted.name);
  if (!found) return manager.streams.add(wanted);
  const { name: _name, retention: _retention, storage: _storage, ...changeable } = wanted;
  if (isLike(found.config, changeable)) return found;
  return manager.streams.update(wanted.name, changeable);
}

async function findStream(manager: JetStreamManager, name: string): Promise<StreamInfo | undefined> {
  try {
    return await manager.streams.info(name);
  } catch (error) {
    if (error instanceof JetStreamApiError && error.code === JetStreamApiCodes.StreamNotFound) return undefined;
    throw error;
  }
}

function settings(name: string, subjects: string[], maxAge: number, replicas: number) {
  return {
    name,
    subjects,
    storage: StorageType.File,
    retention: RetentionPolicy.Limits,
    discard: DiscardPolicy.Old,
    max_age: nanos(maxAge),
    duplicate_window: nanos(120_000),
    num_replicas: replicas,
  };
}

const isLike = (present: object, wanted: object): boolean =>
  Object.entries(wanted).every(([key, value]) => JSON.stringify(Reflect.get(present, key)) === JSON.stringify(value));
