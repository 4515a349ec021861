import { RosterError, serviceTimeout, serviceUnavailable } from '@roster/contracts';
import type { DataSource, EntityManager } from 'typeorm';
import { validate as isUuid } from 'uuid';
import { takeAfterCommit } from './after-commit.js';
import { isRetryable, isUnavailable } from './failures.js';
import { takeRecorded } from './recorded.js';

/** What a caller without an account knows. Whoever presents it may read the rows that carry it, and never write. */
export interface RlsScope {
  readonly tokenHash?: string;
  readonly userId?: string;
  readonly email?: string;
  /** The domain of an e-mail address. */
  readonly domain?: string;
}

export interface DatabaseOptions {
  /** Called after each commit of a transaction in which an event was recorded. */
  readonly onRecorded?: () => void;
}

type Work<T> = (manager: EntityManager) => Promise<T>;

const ATTEMPTS = 3;
const COMMIT_UNKNOWN = 'The database went away at the commit: it may have happened';

const SETTINGS = {
  tokenHash: 'roster.token_hash',
  userId: 'roster.user_id',
  email: 'roster.email',
  domain: 'roster.domain',
} as const;

/**
 * Access to a service's database. There are only transactions, each with the settings that row-level security reads.
 * The settings end with the transaction, so nothing leaks through the pool, and a query outside of a transaction sees
 * no tenant's rows.
 *
 * Failures that do not come from the work itself (no connection, a server shutting down, a timeout) reject with
 * `service.unavailable`: nothing happened. Where the answer to the commit was lost, nobody can know whether it
 * happened. It rejects with `service.timeout`; idempotency keys make it safe to repeat. The cause is kept.
 *
 * Where Postgres reports a deadlock or a serialization failure, the whole work runs again, three times at most. So the
 * work must have no effect outside the transaction.
 */
export class Database {
  constructor(
    private readonly dataSource: DataSource,
    private readonly options: DatabaseOptions = {},
  ) {}

  /**
   * A transaction without an account: for global tables, and for endpoints that find the account during the
   * transaction.
   */
  async transaction<T>(work: Work<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.attempt(work);
      } catch (error) {
        if (isRetryable(error) && attempt < ATTEMPTS) continue;
        throw asRosterError(error);
      }
    }
  }

  /** A transaction that reads and changes the rows of one account. */
  inAccount<T>(accountId: string, work: Work<T>): Promise<T> {
    return this.transaction(async (manager) => {
      await enterAccount(manager, accountId);
      return work(manager);
    });
  }

  /**
   * Like {@link inAccount}, but read-only and on one snapshot of the data. It is for commands that may be sent twice.
   * Without one snapshot, the second command might find no stored answer yet but already the state that the first one
   * made, and would be refused because of that state.
   */
  atOneMoment<T>(accountId: string, work: Work<T>): Promise<T> {
    return this.transaction(async (manager) => {
      await manager.query('set transaction isolation level repeatable read, read only');
      await enterAccount(manager, accountId);
      return work(manager);
    });
  }

  /** A transaction that can read the rows that match the scope, in tables that offer it. */
  through<T>(scope: RlsScope, work: Work<T>): Promise<T> {
    return this.transaction(async (manager) => {
      await enterScope(manager, scope);
      return work(manager);
    });
  }

  private async attempt<T>(work: Work<T>): Promise<T> {
    let recorded = false;
    let committed: readonly (() => void)[] = [];
    let worked = false;
    const transaction = this.dataSource.transaction(async (manager) => {
      const value = await work(manager);
      recorded = takeRecorded(manager);
      committed = takeAfterCommit(manager);
      worked = true;
      return value;
    });
    const result = await transaction.catch((cause: unknown) => {
      if (worked && isUnavailable(cause)) throw new RosterError(serviceTimeout, COMMIT_UNKNOWN, { cause });
      throw cause;
    });
    for (const then of committed) then();
    if (recorded) this.options.onRecorded?.();
    return result;
  }
}

/** From here to the end of the transaction: this account's rows. The id must be a UUID. */
export async function enterAccount(manager: EntityManager, accountId: string): Promise<void> {
  if (!isUuid(accountId)) throw new TypeError('An account id is a UUID');
  await setLocally(manager, 'roster.account', accountId);
}

/** From here to the end of the transaction: additionally the rows that match the scope, read-only. */
export async function enterScope(manager: EntityManager, scope: RlsScope): Promise<void> {
  for (const key of ['tokenHash', 'userId', 'email', 'domain'] as const) {
    const value = scope[key];
    if (value !== undefined) await setLocally(manager, SETTINGS[key], value);
  }
}

/** Does work that enters another account or scope, and comes back to the present one. */
export async function aside<T>(manager: EntityManager, work: () => Promise<T>): Promise<T> {
  const names = ['roster.account', ...Object.values(SETTINGS)];
  const present: { name: string; value: string | null }[] = await manager.query(
    'select name, current_setting(name, true) as value from unnest($1::text[]) as name',
    [names],
  );
  const result = await work();
  await manager.query(
    'select set_config(name, value, true) from unnest($1::text[], $2::text[]) as each (name, value)',
    [present.map(({ name }) => name), present.map(({ value }) => value ?? '')],
  );
  return result;
}

const setLocally = (manager: EntityManager, setting: string, value: string) =>
  manager.query('select set_config($1, $2, true)', [setting, value]);

function asRosterError(error: unknown): unknown {
  if (!isUnavailable(error) && !isRetryable(error)) return error;
  return new RosterError(serviceUnavailable, undefined, { cause: error });
}
