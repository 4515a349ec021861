import type { Type } from '@nestjs/common';
import { PATIENCE } from '@roster/contracts';
import { DataSource, type EntitySchema } from 'typeorm';

export interface DataSourceOptions {
  /** The runtime login's address. */
  readonly url: string;
  readonly entities: (Type<unknown> | EntitySchema)[];
  /** Connections of this process at the most. */
  readonly poolSize: number;
  /** What operators see in `pg_stat_activity`. */
  readonly applicationName: string;
}

/**
 * Milliseconds. Without the first, a caller waits for ever for a connection that nobody gives back; without the
 * others, one stuck statement or forgotten transaction holds its locks until somebody looks.
 */
const TIMEOUTS = {
  connectionTimeoutMillis: 3_000 * PATIENCE,
  statement_timeout: 10_000 * PATIENCE,
  lock_timeout: 5_000 * PATIENCE,
  idle_in_transaction_session_timeout: 15_000 * PATIENCE,
};

/** A pool that is not connected yet. It never changes the schema: `migrate` does, with a login of its own. */
export const dataSource = ({ url, entities, poolSize, applicationName }: DataSourceOptions): DataSource =>
  new DataSource({
    type: 'postgres',
    url,
    entities,
    poolSize,
    applicationName,
    synchronize: false,
    installExtensions: false,
    logging: false,
    extra: { ...TIMEOUTS, keepAlive: true },
  });
