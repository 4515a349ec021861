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
  /** Where the stream put it. */
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
   * Claims rows by their state, never by "newer than the last" (late commits leave gaps), has them published, and
   * marks those that were; resolves with how many it claimed. `stale`: the stream is another one by now.
   *
   * The shared lock on `relay_state` keeps `adopt` waiting until rows that went into the old stream are marked, so that
   * none of them is left out when all marks are taken away.
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
   * How far the stream is known to have come. To be asked before the stream is: what another replica publishes in
   * between must not make the stream look too short.
   */
  async lastSeq(): Promise<number> {
    const { rows } = await this.pool.query<{ last: string | null }>('select max(stream_seq) as last from outbox');
    return Number(rows[0]?.last);
  }

  /**
   * Takes note of the stream that there is now. Where it is another one than before, or `lostItsEnd`, all kept rows
   * count as unpublished again; resolves with their number.
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

  /** Deletes what is older than it has to be. */
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
