import type { Type } from '@nestjs/common';
import { PATIENCE } from '@roster/contracts';
import { DataSource, type EntitySchema } from 'typeorm';

export interface DataSourceOptions {
  /** The runtime login's address. */
  readonly url: string;
  readonly entities: (Type<unknown> | EntitySchema)[];
  /** The maximum number of connections of this process. */
  readonly poolSize: number;
  /** The name that operators see in `pg_stat_activity`. */
  readonly applicationName: string;
}

/**
 * Milliseconds. Without the first, a caller would wait forever for a connection that is never returned. Without the
 * others, one stuck statement or forgotten transaction would hold its locks until somebody notices.
 */
const TIMEOUTS = {
  connectionTimeoutMillis: 3_000 * PATIENCE,
  statement_timeout: 10_000 * PATIENCE,
  lock_timeout: 5_000 * PATIENCE,
  idle_in_transaction_session_timeout: 15_000 * PATIENCE,
};

/** A connection pool that is not connected yet. It never changes the schema; `migrate` does, with its own login. */
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
