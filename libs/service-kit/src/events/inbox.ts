import type { EntityManager } from 'typeorm';
import { execute } from '../database/execute.js';

/** Records which events each consumer has handled, so that an event delivered again has no second effect. */
export class Inbox {
  /**
   * True for the first caller, false for all later ones. Call it in the transaction of the effect. Where the same event
   * is being handled right now, this waits for that transaction to end. A command that carries an event ahead of the
   * stream passes the durable of the event's handler as `consumer`, so that both share one entry.
   */
  async once(manager: EntityManager, consumer: string, envelopeId: string): Promise<boolean> {
    const inserted = await execute(
      manager,
      'insert into inbox (consumer, envelope_id) values ($1, $2) on conflict do nothing',
      [consumer, envelopeId],
    );
    return inserted === 1;
  }
}
