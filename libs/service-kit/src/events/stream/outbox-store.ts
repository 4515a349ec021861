import { Pool, type PoolClient } from 'pg';
import type { Logger } from 'pino';
import { PATIENCE } from '@roster/contracts';
import { KEPT } from '../../database/schema/outbox-tables.js';

export interface OutboxRow {
  readonly id: string;
  readonly subject: string;
  /** The envelope as JSON text. */
  readonly envelope: string;
}

export interface Published {
  readonly id: string;
  /** The message's position in the stream. */
  readonly seq: number;
}

/** The outbox as the relay's login sees it. */
export class OutboxStore {
  private readonly pool: Pool;

  constructor(url: string, logger: Logger) {
    this.pool = new Pool({
      connectionString: url,
      max: 1,
      application_name: 'relay',
      connectionTimeoutMillis: 3_000 * PATIENCE,
      statement_timeout: 60_000,
      lock_timeout: 10_000,
      idle_in_transaction_session_timeout: 15_000,
    });
    this.pool.on('error', (err) => logger.warn({ err }, 'an idle connection of the relay was lost'));
  }

  /**
   * Claims rows by their state, publishes them, marks those that were published, and resolves with how many it claimed.
   * Rows are not claimed by "newer than the last one", because late commits leave gaps. The result is `stale` where the
   * stream was replaced meanwhile.
   *
   * The shared lock on `relay_state` makes `adopt` wait until rows that went into the old stream are marked. Otherwise
   * those marks would be set after `adopt` cleared all marks, and the rows would be missing from the new stream.
   */
  async forward(
    streamCreated: string,
    limit: number,
    publish: (rows: readonly OutboxRow[]) => Promise<Published[]>,
  ): Promise<number | 'stale'> {
    return this.transaction(async (client) => {
      const state = await client.query<{ stream_created: string }>('select stream_created from relay_state for share');
      if (state.rows[0]?.stream_created !== streamCreated) return 'stale';
      const { rows } = await client.query<OutboxRow>(
        `select id, subject, envelope::text as envelope from outbox where published_at is null
         order by id limit $1 for update skip locked`,
        [limit],
      );
      if (rows.length === 0) return 0;
      const published = await publish(rows);
      await client.query(
        `update outbox set published_at = now(), stream_seq = done.seq
         from unnest($1::uuid[], $2::bigint[]) as done (id, seq) where outbox.id = done.id`,
        [published.map(({ id }) => id), published.map(({ seq }) => seq)],
      );
      return published.length === rows.length ? rows.length : 0;
    });
  }

  /**
   * How far the stream is known to have come. Read it before looking at the stream: what another replica publishes in
   * between must not make the stream look too short.
   */
  async lastSeq(): Promise<number> {
    const { rows } = await this.pool.query<{ last: string | null }>('select max(stream_seq) as last from outbox');
    return Number(rows[0]?.last);
  }

  /**
   * Records which stream exists now. Where it is another one than before, or `lostItsEnd`, all stored rows count as
   * unpublished again. Resolves with their number.
   */
  async adopt(streamCreated: string, lostItsEnd: boolean): Promise<number> {
    return this.transaction(async (client) => {
      const state = await client.query<{ stream_created: string | null }>(
        'select stream_created from relay_state for update',
      );
      if (state.rows[0]?.stream_created === streamCreated && !lostItsEnd) return 0;
      await client.query('update relay_state set stream_created = $1', [streamCreated]);
      const again = await client.query(
        'update outbox set published_at = null, stream_seq = null where published_at is not null',
      );
      return again.rowCount ?? 0;
    });
  }

  /** Deletes rows that are older than they have to be kept. */
  async clear(): Promise<void> {
    await this.pool.query(`delete from outbox where published_at < now() - interval '${KEPT.outbox}'`);
    await this.pool.query(`delete from inbox where received_at < now() - interval '${KEPT.inbox}'`);
    await this.pool.query(`delete from idempotency_keys where created_at < now() - interval '${KEPT.idempotencyKeys}'`);
  }

  async close(): Promise<void> {
    if (!this.pool.ending) await this.pool.end();
  }

  private async transaction<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    let broken: Error | undefined;
    const onError = (error: Error) => (broken = error); // Without a listener a lost connection would end the process.
    client.on('error', onError);
    try {
      await client.query('begin');
      const result = await work(client);
      await client.query('commit');
      return result;
    } catch (error) {
      await client.query('rollback').catch((fault: Error) => (broken = fault));
      throw error;
    } finally {
      client.off('error', onError);
      client.release(broken);
    }
  }
}
