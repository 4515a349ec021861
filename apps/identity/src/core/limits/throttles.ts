import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { rateLimited, RosterError } from '@roster/contracts';
import { Database } from '@roster/service-kit';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { IdentityConfig } from '../config.js';
import { allowancesOf, type Counted } from './allowance.js';

const TABLE = 'throttles';

/**
 * Counts what must not be done without end, in one table for all replicas. Each count is one statement in a transaction
 * of its own: whatever becomes of the request, it stays, and of parallel ones none is lost. A window begins with its first
 * count and is not made longer by those that are refused. Without the database nothing can be counted and nothing of this
 * be done either: it rejects with `service.unavailable`.
 *
 * Never called within a transaction: it needs a connection of its own.
 */
@Injectable()
export class Throttles {
  private readonly limiters: Record<Counted, RateLimiterPostgres>;

  constructor(
    private readonly config: IdentityConfig,
    database: Database,
  ) {
    const storeClient = { query: (statement: Statement) => run(database, statement) };
    const limiter = (of: Counted) =>
      new RateLimiterPostgres({
        ...allowancesOf(config)[of],
        keyPrefix: of,
        storeClient,
        storeType: 'client',
        tableName: TABLE,
        tableCreated: true,
        // One of them clears the table that all share.
        clearExpiredByTimeout: of === 'token',
      });
    this.limiters = {
      'sign-up': limiter('sign-up'),
      token: limiter('token'),
      mail: limiter('mail'),
      'guess-by-person': limiter('guess-by-person'),
      'guess-by-network': limiter('guess-by-network'),
      'mail-to': limiter('mail-to'),
    };
  }

  /** Counts one. Rejects with `rate.limited`, and the seconds to wait, where the allowance is used up. */
  async count(what: Counted, who: string): Promise<void> {
    if (!this.isOn(what)) return;
    try {
      await this.limiters[what].consume(keyOf(who));
    } catch (reason) {
      if (!(reason instanceof RateLimiterRes)) throw reason;
      const retryAfter = Math.max(1, Math.ceil(reason.msBeforeNext / 1_000));
      throw new RosterError(rateLimited, undefined, { details: { retryAfter } });
    }
  }

  /** Takes one count back that turned out to be none. */
  async discount(what: Counted, who: string): Promise<void> {
    if (this.isOn(what)) await this.limiters[what].reward(keyOf(who));
  }

  /** What is switched off for load tests does not reach into people's mailboxes. */
  private isOn(what: Counted): boolean {
    return this.config.RATE_LIMITS === 'true' || what === 'mail-to';
  }
}

/** No list of addresses and of who used what from where. */
const keyOf = (who: string): string => createHash('sha256').update(who).digest('base64url');

interface Statement {
  readonly text: string;
  readonly values?: unknown[];
}

/** As a client of `pg` answers. */
const run = (database: Database, { text, values = [] }: Statement) =>
  database.transaction(async (manager) => {
    const rows: unknown[] = await manager.query(text, values);
    return { rows, rowCount: rows.length };
  });
