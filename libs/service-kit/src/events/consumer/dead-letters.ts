import { JetStreamApiCodes, JetStreamApiError, jetstream, type JsMsg } from '@nats-io/jetstream';
import { headers } from '@nats-io/transport-node';
import { DEAD_STREAM, deadLetterSubject, HEADERS, RosterError, type Context } from '@roster/contracts';
import type { Bus } from '@roster/client';
import { API_TIMEOUT } from '../stream/api-timeout.js';

export interface DeadLettersOptions {
  readonly bus: Bus;
  readonly context: Context;
}

const MAX_TEXT = 1_000;
/** Milliseconds. A health check must not wait longer for the count. */
const COUNT_WITHIN = 700;

/** The events that a service has given up on, stored in the stream `DEAD` with the reason. */
export class DeadLetters {
  constructor(private readonly options: DeadLettersOptions) {}

  /** Stores the message as it came. Rejects where it could not be stored. */
  async bury(message: JsMsg, consumer: string, error: unknown): Promise<void> {
    const { bus, context } = this.options;
    const js = jetstream(bus.connection, { timeout: API_TIMEOUT });
    const reason = headers();
    reason.set(HEADERS.error, error instanceof RosterError ? error.code : 'internal');
    reason.set(
      'Roster-Error-Message',
      oneLine(error instanceof Error ? `${error.name}: ${error.message}` : String(error)),
    );
    reason.set('Roster-Deliveries', String(message.info.deliveryCount));
    await js.publish(deadLetterSubject(context, message.subject), message.data, {
      headers: reason,
      msgID: `${consumer}:${message.info.timestampNanos}:${message.seq}`,
    });
  }

  /** The number of dead letters; 0 where the stream does not exist yet. */
  async count(): Promise<number> {
    const { bus, context } = this.options;
    const js = jetstream(bus.connection, { timeout: COUNT_WITHIN });
    const manager = await js.jetstreamManager(false);
    try {
      const { state } = await manager.streams.info(DEAD_STREAM, {
        subjects_filter: deadLetterSubject(context, 'evt.>'),
      });
      return Object.values(state.subjects ?? {}).reduce((sum, count) => sum + count, 0);
    } catch (error) {
      if (error instanceof JetStreamApiError && error.code === JetStreamApiCodes.StreamNotFound) return 0;
      throw error;
    }
  }
}

const oneLine = (text: string) => text.replace(/\s+/g, ' ').slice(0, MAX_TEXT);
