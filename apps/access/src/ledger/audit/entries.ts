import type { AuditQuery, MemberAct, MemberActsQuery } from '@roster/contracts';
import { invalid } from '@roster/service-kit';
import type { EntityManager } from 'typeorm';
import { validate as isUuid } from 'uuid';
import type { ChangeActor, ChangePart } from '../ledger/chain.js';

/** A row of the ledger as it is shown. */
export interface EntryRow {
  readonly version: number;
  readonly step: number;
  readonly id: string | null;
  readonly at: Date;
  readonly actor: ChangeActor;
  readonly action: string;
  readonly targetType: string;
  readonly targetId: string;
  /** Null where the parts are too large to be shown. */
  readonly parts: readonly ChangePart[] | null;
  /** The size of `parts` in bytes; 0 where they are not shown. */
  readonly size: number;
  readonly address: string | null;
  readonly userAgent: string | null;
  readonly requestId: string | null;
  readonly hash: string;
}

/** The maximum bytes of parts that one entry shows. */
const LARGEST = 128 * 1024;

const COLUMNS = `
  version::float8 as version, step, id, at, actor, action, target_type as "targetType", target_id as "targetId",
    case when octet_length(parts::text) <= ${LARGEST} then parts end as parts,
    case when octet_length(parts::text) <= ${LARGEST} then octet_length(parts::text) else 0 end as size,
    address, user_agent as "userAgent", request_id as "requestId", hash`;

/** What entries are looked up by, the most selective first. Each has an index. */
const LOOKUPS = [
  { filters: ['target'], asked: askedFor('target', 4), is: 'target_id = asked_target' },
  {
    filters: ['actor', 'action'],
    asked: `${askedFor('actor', 3)} cross join ${askedFor('action', 5)}`,
    is: 'actor_id = asked_actor and action = asked_action',
  },
  { filters: ['actor'], asked: askedFor('actor', 3), is: 'actor_id = asked_actor' },
  { filters: ['action'], asked: askedFor('action', 5), is: 'action = asked_action' },
] as const;

function askedFor(filter: string, parameter: number): string {
  return `(select distinct unnest($${parameter}::text[]) as asked_${filter}) ${filter}s`;
}

const NEWEST = 'order by version desc, step desc limit $8';

/**
 * Each value that is asked for is looked up by itself. Asked for together, the planner may go through the whole account, newest
 * first, to find what is common elsewhere and rare or missing here.
 */
function statementOf(query: AuditQuery): string {
  const lookup = LOOKUPS.find(({ filters }) => filters.every((filter) => query[filter] !== undefined));
  const entries = `
    select * from changes
    where account_id = $1 and is_act ${lookup ? `and ${lookup.is}` : ''}
      and ($2::bigint is null or (version, step) < ($2, $9))
      and ($3::text[] is null or actor_id = any($3))
      and ($4::text[] is null or target_id = any($4))
      and ($5::text[] is null or action = any($5))
      and ($6::timestamptz is null or at >= $6)
      and ($7::timestamptz is null or at < $7)
    ${NEWEST}`;
  const asked = lookup ? `${lookup.asked} cross join lateral` : '';
  // The columns are worked out for the rows of the page alone.
  return `select ${COLUMNS} from (select found.* from ${asked} (${entries}) found ${NEWEST}) page order by version desc, step desc`;
}

function parametersOf(accountId: string, query: AuditQuery, limit: number): unknown[] {
  const { cursor, actor, target, action, from, to } = query;
  const after = cursor === undefined ? undefined : placeOf(cursor);
  return [
    accountId,
    after?.version ?? null,
    actor?.map(idOf) ?? null,
    target?.map(idOf) ?? null,
    action ?? null,
    from === undefined ? null : new Date(from),
    to === undefined ? null : new Date(to),
    limit,
    after?.step ?? 0,
  ];
}

/** The statement that reads entries after the cursor, the newest first, with its parameters. */
export const entriesQuery = (accountId: string, query: AuditQuery, limit: number) => ({
  sql: statementOf(query),
  parameters: parametersOf(accountId, query, limit),
});

const ACTS = `
  select id, action, at, target_type as "targetType", target_id as "targetId", version::float8 as version, address,
    user_agent as "userAgent"
  from changes
  where account_id = $1 and actor_id = $2 and is_act and id is not null
    and ($3::uuid is null or id < $3)
  order by id desc limit $4`;

/** The acts of one member, the newest first. Rows from before they had ids are not among them. */
export async function readActs(
  manager: EntityManager,
  { accountId, memberId, before, limit }: MemberActsQuery,
): Promise<MemberAct[]> {
  const rows: (Omit<MemberAct, 'at'> & { at: Date })[] = await manager.query(ACTS, [
    accountId,
    memberId.toLowerCase(),
    before ?? null,
    limit,
  ]);
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}

export const cursorOf = ({ version, step }: EntryRow): string =>
  Buffer.from(step === 0 ? String(version) : `${version}.${step}`).toString('base64url');

function placeOf(cursor: string): { version: number; step: number } {
  const [, version, step = '0'] =
    /^(\d{1,15})(?:\.(\d{1,9}))?$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (version === undefined) throw invalid({ path: 'cursor', message: 'is not a cursor of this list' });
  return { version: Number(version), step: Number(step) };
}

/** Normalises an id, which has one spelling here. */
const idOf = (given: string): string => (isUuid(given) ? given.toLowerCase() : given);
