import type { Context, Envelope, EventContract } from '@roster/contracts';
import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { markRecorded } from '../database/recorded.js';

export interface EventFields<T extends object> {
  /** The account of the event; left out for an event that belongs to none. */
  readonly accountId?: string;
  /** The id of the thing that the event is about. */
  readonly subject: string;
  readonly data: T;
  readonly traceparent?: string;
}

/** Records events in the transaction that causes them. The relay publishes them. */
export class Outbox {
  constructor(private readonly context: Context) {}

  /** Records an event and resolves with its envelope. Only the service that owns an event may record it. */
  async record<T extends object>(
    manager: EntityManager,
    event: EventContract<T>,
    { accountId, subject, data, traceparent }: EventFields<T>,
  ): Promise<Envelope<T>> {
    const envelope = this.envelope(event, { accountId, subject, data, traceparent });
    await manager.query('insert into outbox (id, subject, envelope) values ($1, $2, $3)', [
      envelope.id,
      event.subject,
      JSON.stringify(envelope),
    ]);
    markRecorded(manager);
    return envelope;
  }

  /** Records the same event about many things in one statement. */
  async recordAll<T extends object>(
    manager: EntityManager,
    event: EventContract<T>,
    happened: readonly EventFields<T>[],
  ): Promise<void> {
    if (happened.length === 0) return;
    const envelopes = happened.map((fields) => this.envelope(event, fields));
    await manager.query(
      'insert into outbox (id, subject, envelope) select id, $2, envelope from unnest($1::uuid[], $3::jsonb[]) as e (id, envelope)',
      [envelopes.map(({ id }) => id), event.subject, envelopes.map((envelope) => JSON.stringify(envelope))],
    );
    markRecorded(manager);
  }

  private envelope<T extends object>(
    event: EventContract<T>,
    { accountId, subject, data, traceparent }: EventFields<T>,
  ): Envelope<T> {
    if (event.context !== this.context) throw new Error(`${event.subject} is not an event of ${this.context}`);
    return {
      specversion: '1.0',
      id: uuidv7(),
      source: `roster/${this.context}`,
      type: event.subject,
      subject,
      time: new Date().toISOString(),
      datacontenttype: 'application/json',
      ...(accountId ? { accountid: accountId } : {}),
      ...(traceparent ? { traceparent } : {}),
      data,
    };
  }
}
