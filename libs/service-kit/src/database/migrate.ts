import type { Type } from '@nestjs/common';
import { Client } from 'pg';
import type { Logger } from 'pino';
import { DataSource, type MigrationInterface } from 'typeorm';
import { onceStarted } from './once-started.js';

export interface MigrateOptions {
  /** The address with the migration login, which owns the tables. */
  readonly url: string;
  readonly migrations: Type<MigrationInterface>[];
  readonly logger: Logger;
}

/** The number of the advisory lock. Locks are per database, so all services can use the same number. */
const LOCK = 7_265_743;

/** Milliseconds that a replica waits while another one migrates. */
const LONGEST_MIGRATION = 600_000;

/**
 * Migrates the schema to its latest version. Several replicas may call it at once: one migrates, the others wait and
 * find nothing left to do. Rejects where a migration fails; each migration is a transaction of its own.
 */
export const migrate = (options: MigrateOptions): Promise<void> =>
  onceStarted(options.logger, () => migrateNow(options));

async function migrateNow({ url, migrations, logger }: MigrateOptions): Promise<void> {
  const lock = new Client({
    connectionString: url,
    connectionTimeoutMillis: 10_000,
    statement_timeout: LONGEST_MIGRATION,
  });
  lock.on('error', (err) => logger.error({ err }, 'The connection that holds the migration lock failed'));
  await lock.connect();
  try {
    await lock.query('select pg_advisory_lock($1)', [LOCK]);
    await runMigrations(url, migrations, logger);
  } finally {
    await lock.end(); // The lock ends with its session.
  }
}

async function runMigrations(url: string, migrations: Type<MigrationInterface>[], logger: Logger): Promise<void> {
  const source = new DataSource({
    type: 'postgres',
    url,
    migrations,
    migrationsTableName: 'migrations',
    migrationsTransactionMode: 'each',
    synchronize: false,
    installExtensions: false,
    logging: false,
    poolSize: 1,
    applicationName: 'migrations',
    // A DDL statement that waits for a lock blocks all statements after it. It is better to fail and start again.
    extra: { connectionTimeoutMillis: 10_000, lock_timeout: 20_000, statement_timeout: LONGEST_MIGRATION },
  });
  await source.initialize();
  try {
    const done = await source.runMigrations();
    logger.info({ migrations: done.map(({ name }) => name) }, 'the schema is up to date');
  } finally {
    await source.destroy();
  }
}
