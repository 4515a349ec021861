import { Injectable } from '@nestjs/common';
import {
  type AuditDifference,
  type AuditState,
  type AuditVerification,
  type AuditVerificationQuery,
  type CallContext,
} from '@roster/contracts';
import { Database, signedIn } from '@roster/service-kit';
import type { EntityManager } from 'typeorm';
import { Snapshots } from '../../account/snapshots/snapshots.js';
import { FIRST_HASH } from '../ledger/chain.js';
import { nextPlace, type Place, type StoredRow } from './links.js';
import { recordDifferences } from './told-records.js';
import { differencesFromTold } from './told-state.js';

const BATCH = 100;
/** Milliseconds reserved for the answer to travel. */
const TO_ANSWER = 1_000;
/** Where the comparison goes on when all but records has been compared. */
const RECORDS = 'records';
/** How many differences an answer names. */
const MOST_NAMED = 100;

const ROWS = `
  select version::float8 as version, step, format, id, at, at = date_trunc('milliseconds', at) as "isExact", actor, action,
    target_type as "targetType", target_id as "targetId", parts, delta, seal, request_id as "requestId", address,
    user_agent as "userAgent", is_act as "isAct", previous_hash as "previousHash", hash
  from changes where account_id = $1 and (version, step) > ($2, $4) and version <= $3
  order by version, step limit ${BATCH}`;

/** Reads both ends in one statement, so that they are of one instant. */
const ENDS = `
  select a.version::float8 as version, a.acts::float8 as acts,
    (select count(*)::float8 from changes c where c.account_id = a.id and c.step > 0) as "actsFound",
    (select max(c.version)::float8 from changes c where c.account_id = a.id) as "lastEntry",
    (select json_build_object('version', c.version, 'step', c.step, 'hash', c.hash, 'sealed', coalesce((
        select s.seal->>'hash' from changes s where s.account_id = a.id and s.version = $2 and s.step = 0), ''))
      from changes c where c.account_id = a.id and c.version = $2 order by c.step desc limit 1) as base
  from accounts a where a.id = $1`;

interface Ends {
  readonly version: number;
  /** How many acts were recorded besides changes, and how many of them there are. */
  readonly acts: number;
  readonly actsFound: number;
  readonly lastEntry: number | null;
  /** The entry after which the check continues. */
  readonly base: Place | null;
}

/** Verifies that the ledger is complete and unchanged, and that the present state is what it tells (P14). */
@Injectable()
export class VerificationService {
  constructor(
    private readonly database: Database,
    private readonly snapshots: Snapshots,
  ) {}

  /**
   * Verifies as many entries as the call's time allows, and then compares as much of the state with them. The next call
   * continues from there. Each gets further, however little time it has, but for records: they are compared in one step.
   */
  async verify(query: AuditVerificationQuery, call: CallContext): Promise<AuditVerification> {
    const { after = 0, afterThing = '' } = query;
    const { accountId, deadline = Infinity } = signedIn(call);
    const until = deadline - TO_ANSWER;
    return this.database.atOneMoment(accountId, async (manager) => {
      const [ends]: Ends[] = await manager.query(ENDS, [accountId, after]);
      if (!ends) return { intact: true, checked: 0, head: null, next: null };
      const base = after === 0 ? { version: 0, step: 0, hash: FIRST_HASH, sealed: '' } : ends.base;
      if (base === null) return { intact: false, checked: 0, brokenAt: after, head: null, next: null };
      const found = await walk(manager, { accountId, base, end: ends.version }, until);
      // A comparison that has begun goes on where it stopped, also where entries have come in meanwhile.
      const begun = afterThing === '' ? {} : { nextThing: afterThing };
      if (!found.intact) return found;
      if (found.next !== null) return { ...found, ...begun };
      if ((ends.lastEntry ?? 0) > ends.version) return { ...found, intact: false, brokenAt: ends.version + 1 };
      // The chain has no gap, so what is missing stood at its end.
      if (ends.acts !== ends.actsFound) return { ...found, intact: false, brokenAt: ends.version };
      if (found.checked > 0 && Date.now() > until) return { ...found, ...begun, next: ends.version };
      const { state, nextThing } = await this.compare(manager, { accountId, afterThing }, until);
      const compared = { ...found, intact: state.count === 0, state };
      return nextThing === undefined ? compared : { ...compared, next: ends.version, nextThing };
    });
  }

  private async compare(
    manager: EntityManager,
    { accountId, afterThing }: { accountId: string; afterThing: string },
    until: number,
  ): Promise<{ readonly state: AuditState; readonly nextThing?: string }> {
    const state = { checked: 0, count: 0, differs: [] as AuditDifference[] };
    const add = (differs: readonly AuditDifference[]) => {
      state.count += differs.length;
      state.differs.push(...differs.slice(0, MOST_NAMED - state.differs.length));
    };
    if (afterThing !== RECORDS) {
      const account = await this.snapshots.asStored(manager, accountId);
      if (!account) return { state };
      for await (const { checked, differs, key = RECORDS } of differencesFromTold(manager, account, afterThing)) {
        state.checked += checked;
        add(differs);
        if (Date.now() > until) return { state, nextThing: key };
      }
    }
    for await (const differs of recordDifferences(manager, accountId)) add(differs);
    return { state };
  }
}

async function walk(
  manager: EntityManager,
  { accountId, base, end }: { accountId: string; base: Place; end: number },
  until: number,
): Promise<AuditVerification> {
  let last = base;
  let checked = 0;
  const result = () => ({ checked, head: last.hash || null });
  for (;;) {
    // Only whole versions are left behind: the next call goes on after one.
    const rows: StoredRow[] = await manager.query(ROWS, [accountId, last.version, end, last.step]);
    for (const row of rows) {
      const isLate = row.step === 0 && checked > 0 && Date.now() > until;
      if (isLate) return { intact: true, ...result(), next: last.version };
      const next = nextPlace(accountId, last, row);
      if (!next) return { intact: false, ...result(), brokenAt: brokenAt(last, row), next: null };
      last = next;
      checked += 1;
    }
    if (rows.length === BATCH) continue;
    if (last.version < end) return { intact: false, ...result(), brokenAt: last.version + 1, next: null };
    return { intact: true, ...result(), next: null };
  }
}

/** The version at which something is missing, or is not what was written. */
const brokenAt = (last: Place, row: StoredRow): number =>
  row.step > 0 && row.version === last.version ? row.version : last.version + 1;
