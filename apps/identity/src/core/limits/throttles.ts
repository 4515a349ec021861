import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { rateLimited, RosterError } from '@roster/contracts';
import { Database } from '@roster/service-kit';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { LimitsConfig } from './limits.config.js';
import { allowancesOf, type Counted } from './allowance.js';

const TABLE = 'throttles';

/**
 * Rate limits, counted in one table for all replicas. Each count is one statement in its own transaction, so it stays
 * when the request fails, and parallel requests lose none. A window begins with its first count; refused requests do
 * not extend it. When the database is down, nothing can be counted, so the request is refused with
 * `service.unavailable`.
 *
 * Never call this within a transaction: it needs a connection of its own.
 */
@Injectable()
export class Throttles {
  private readonly limiters: Record<Counted, RateLimiterPostgres>;

  constructor(
    private readonly config: LimitsConfig,
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
        // One limiter is enough: it clears the table that all of them share.
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

  /** Counts one. Rejects with `rate.limited`, and the seconds to wait, if the allowance is used up. */
  async count(what: Counted, who: string): Promise<void> {
    if (!this.counts(what)) return;
    try {
      await this.limiters[what].consume(keyOf(who));
    } catch (reason) {
      if (!(reason instanceof RateLimiterRes)) throw reason;
      const retryAfter = Math.max(1, Math.ceil(reason.msBeforeNext / 1_000));
      throw new RosterError(rateLimited, undefined, { details: { retryAfter } });
    }
  }

  /** Takes one count back, when what was counted turned out to be allowed. */
  async discount(what: Counted, who: string): Promise<void> {
    if (this.counts(what)) await this.limiters[what].reward(keyOf(who));
  }

  /**
   * Whether this is counted. `RATE_LIMITS=false` does not switch off the limit of mails: load tests must not flood
   * people's mailboxes.
   */
  counts(what: Counted): boolean {
    return this.config.RATE_LIMITS === 'true' || what === 'mail-to';
  }
}

/** Keys are hashed, so that the table is no list of addresses and of who used what from where. */
const keyOf = (who: string): string => createHash('sha256').update(who).digest('base64url');

interface Statement {
  readonly text: string;
  readonly values?: unknown[];
}

/** Runs a statement and answers as a client of `pg` does. */
const run = (database: Database, { text, values = [] }: Statement) =>
  database.transaction(async (manager) => {
    const rows: unknown[] = await manager.query(text, values);
    return { rows, rowCount: rows.length };
  });
