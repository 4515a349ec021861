import { RosterError, serviceTimeout, serviceUnavailable } from '@roster/contracts';
import type { DataSource, EntityManager } from 'typeorm';
import { validate as isUuid } from 'uuid';
import { takeAfterCommit } from './after-commit.js';
import { isRetryable, isUnavailable } from './failures.js';
import { takeRecorded } from './recorded.js';

/** What somebody without an account knows: whoever presents it may read, never write, the rows that carry it. */
export interface RlsScope {
  readonly tokenHash?: string;
  readonly userId?: string;
  readonly email?: string;
  /** Of an e-mail address. */
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
 * The way into a service's database: transactions only, each with the settings that its row-level security reads.
 * Settings end with the transaction, so nothing leaks through the pool, and a query outside sees no tenant's rows.
 *
 * Whatever is not about the work itself (no connection, a server going down, a timeout) rejects with
 * `service.unavailable`: nothing happened. Where the commit's own answer was lost nobody can know, and it rejects with
 * `service.timeout`: repeating is what idempotency keys are for. The cause is kept.
 *
 * Where Postgres reports a deadlock or a serialization failure, the whole work runs again, three times at most: work
 * must therefore have no effect outside the transaction.
 */
export class Database {
  constructor(
    private readonly dataSource: DataSource,
    private readonly options: DatabaseOptions = {},
  ) {}

  /** A transaction without an account: for global tables, and for endpoints that learn the account on the way. */
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

  /** A transaction that sees and changes the rows of one account. */
  inAccount<T>(accountId: string, work: Work<T>): Promise<T> {
    return this.transaction(async (manager) => {
      await enterAccount(manager, accountId);
      return work(manager);
    });
  }

  /**
   * As {@link inAccount}, to read only, and all of one moment. Whoever looks for the answer to a command sent twice, and then
   * judges the state, would else find no answer yet but already the state that the first of the two has made, and refuse it.
   */
  atOneMoment<T>(accountId: string, work: Work<T>): Promise<T> {
    return this.transaction(async (manager) => {
      await manager.query('set transaction isolation level repeatable read, read only');
      await enterAccount(manager, accountId);
      return work(manager);
    });
  }

  /** A transaction that can read the rows that match the scope, on the tables that offer it. */
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

/** From here to the end of the transaction: this account's rows. The id is a UUID. */
export async function enterAccount(manager: EntityManager, accountId: string): Promise<void> {
  if (!isUuid(accountId)) throw new TypeError('An account id is a UUID');
  await setLocally(manager, 'roster.account', accountId);
}

/** From here to the end of the transaction: also the rows that match the scope, to read. */
export async function enterScope(manager: EntityManager, scope: RlsScope): Promise<void> {
  for (const key of ['tokenHash', 'userId', 'email', 'domain'] as const) {
    const value = scope[key];
    if (value !== undefined) await setLocally(manager, SETTINGS[key], value);
  }
}

const setLocally = (manager: EntityManager, setting: string, value: string) =>
  manager.query('select set_config($1, $2, true)', [setting, value]);

function asRosterError(error: unknown): unknown {
  if (!isUnavailable(error) && !isRetryable(error)) return error;
  return new RosterError(serviceUnavailable, undefined, { cause: error });
}
