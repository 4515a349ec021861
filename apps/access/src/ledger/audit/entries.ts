import type { AuditQuery } from '@roster/contracts';
import { invalid } from '@roster/service-kit';
import type { EntityManager } from 'typeorm';
import { validate as isUuid } from 'uuid';
import type { ChangeActor, ChangePart } from '../ledger/chain.js';

/** A row of the ledger as it is shown. */
export interface EntryRow {
  readonly version: number;
  readonly at: Date;
  readonly actor: ChangeActor;
  readonly action: string;
  readonly targetType: string;
  readonly targetId: string;
  /** Null where the parts are too large to be shown. */
  readonly parts: readonly ChangePart[] | null;
  /** The size of `parts` in bytes; 0 where they are not shown. */
  readonly size: number;
  readonly requestId: string | null;
  readonly hash: string;
}

/** The maximum bytes of parts that one entry shows. */
const LARGEST = 128 * 1024;

const ENTRIES = `
  select version::float8 as version, at, actor, action, target_type as "targetType", target_id as "targetId",
    case when octet_length(parts::text) <= ${LARGEST} then parts end as parts,
    case when octet_length(parts::text) <= ${LARGEST} then octet_length(parts::text) else 0 end as size,
    request_id as "requestId", hash
  from changes
  where account_id = $1
    and ($2::bigint is null or version < $2)
    and ($3::text[] is null or coalesce(actor->>'memberId', actor->>'name') = any($3))
    and ($4::text[] is null or target_id = any($4))
    and ($5::text[] is null or action = any($5))
    and ($6::timestamptz is null or at >= $6)
    and ($7::timestamptz is null or at < $7)
  order by version desc limit $8`;

/** Reads entries after the cursor, the newest first. */
export function readEntries(
  manager: EntityManager,
  accountId: string,
  { cursor, actor, target, action, from, to }: AuditQuery,
  limit: number,
): Promise<EntryRow[]> {
  return manager.query(ENTRIES, [
    accountId,
    cursor === undefined ? null : versionOf(cursor),
    actor?.map(idOf) ?? null,
    target?.map(idOf) ?? null,
    action ?? null,
    from === undefined ? null : new Date(from),
    to === undefined ? null : new Date(to),
    limit,
  ]);
}

export const cursorOf = ({ version }: EntryRow): string => Buffer.from(String(version)).toString('base64url');

function versionOf(cursor: string): number {
  const version = Buffer.from(cursor, 'base64url').toString();
  if (!/^\d{1,15}$/.test(version)) throw invalid({ path: 'cursor', message: 'is not a cursor of this list' });
  return Number(version);
}

/** Normalises an id, which has one spelling here. */
const idOf = (given: string): string => (isUuid(given) ? given.toLowerCase() : given);
