import { Injectable } from '@nestjs/common';
import type { AuditVerification, AuditVerificationQuery, CallContext } from '@roster/contracts';
import { Database, signedIn } from '@roster/service-kit';
import type { EntityManager } from 'typeorm';
import { chainHash, FIRST_HASH, type ChainedChange } from '../ledger/chain.js';

const BATCH = 100;
/** Milliseconds reserved for the answer to travel. */
const TO_ANSWER = 1_000;

type LedgerRow = Omit<ChainedChange, 'accountId' | 'at'> & {
  readonly at: Date;
  /**
   * Whether the stored instant is whole milliseconds. The ledger only writes whole ones, so any other was not written
   * by it.
   */
  readonly isExact: boolean;
  readonly previousHash: string;
  readonly hash: string;
};

const ROWS = `
  select version::float8 as version, at, at = date_trunc('milliseconds', at) as "isExact", actor, action,
    target_type as "targetType", target_id as "targetId", parts, request_id as "requestId",
    previous_hash as "previousHash", hash
  from changes where account_id = $1 and version > $2 and version <= $3 order by version limit ${BATCH}`;

/** Reads both ends in one statement, so that they are of one instant. */
const ENDS = `
  select a.version::float8 as version,
    (select max(c.version)::float8 from changes c where c.account_id = a.id) as "lastEntry",
    (select c.hash from changes c where c.account_id = a.id and c.version = $2) as hash
  from accounts a where a.id = $1`;

interface Ends {
  readonly version: number;
  readonly lastEntry: number | null;
  /** The hash of the entry after which the check continues. */
  readonly hash: string | null;
}

/** Verifies that the ledger is complete and unchanged (P14). */
@Injectable()
export class VerificationService {
  constructor(private readonly database: Database) {}

  /** Verifies as many entries as the call's time allows. The next call continues from there. */
  async verify({ after = 0 }: AuditVerificationQuery, call: CallContext): Promise<AuditVerification> {
    const { accountId, deadline = Infinity } = signedIn(call);
    return this.database.inAccount(accountId, async (manager) => {
      const [ends]: Ends[] = await manager.query(ENDS, [accountId, after]);
      if (!ends) return { intact: true, checked: 0, head: null, next: null };
      const base = after === 0 ? FIRST_HASH : ends.hash;
      if (base === null) return { intact: false, checked: 0, brokenAt: after, head: null, next: null };
      const found = await this.walk(manager, { accountId, after, base, end: ends.version }, deadline - TO_ANSWER);
      const isPadded = found.intact && found.next === null && (ends.lastEntry ?? 0) > ends.version;
      return isPadded ? { ...found, intact: false, brokenAt: ends.version + 1 } : found;
    });
  }

  private async walk(
    manager: EntityManager,
    { accountId, after, base, end }: { accountId: string; after: number; base: string; end: number },
    until: number,
  ): Promise<AuditVerification> {
    let version = after;
    let head = base;
    const result = () => ({ checked: version - after, head: head || null });
    while (version < end) {
      if (Date.now() > until) return { intact: true, ...result(), next: version };
      const rows: LedgerRow[] = await manager.query(ROWS, [accountId, version, end]);
      for (const row of rows) {
        const isLink = row.version === version + 1 && row.previousHash === head && row.hash === hashOf(accountId, row);
        if (!isLink) return { intact: false, ...result(), brokenAt: version + 1, next: null };
        version = row.version;
        head = row.hash;
      }
      if (rows.length === 0) return { intact: false, ...result(), brokenAt: version + 1, next: null };
    }
    return { intact: true, ...result(), next: null };
  }
}

function hashOf(accountId: string, { previousHash, at, isExact, ...row }: LedgerRow): string | undefined {
  return isExact ? chainHash(previousHash, { ...row, accountId, at: at.toISOString() }) : undefined;
}
