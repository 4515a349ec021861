import type { MemberPolicy } from '@roster/permissions';
import type { Query } from './database.js';

/** Rows in one statement. The limit keeps messages and memory small, however large the account. */
const BATCH = 5_000;

/** Later than any instant, and still an exact number in JavaScript. */
const NEVER = Number.MAX_SAFE_INTEGER;

/** The maximum depth of the tree of managers. A longer walk would be a cycle. */
const MAX_DEPTH = 32;

interface Fact {
  readonly sourceId: string;
  readonly memberId: string;
  readonly expiresAt: number;
  readonly kind: 'self' | 'role' | 'team';
}

/** Adds what members are reached by, except the members above them, which {@link addChains} adds. */
export async function addFacts(query: Query, accountId: string, members: readonly MemberPolicy[]): Promise<void> {
  for (const batch of inBatches(members)) {
    const facts = batch.flatMap(factsOf);
    for (const some of inBatches(facts)) {
      await query(
        `insert into roster_reach (account_id, source_id, member_id, expires_at, kind)
         select $1, * from unnest($2::uuid[], $3::uuid[], $4::bigint[], $5::text[])`,
        [
          accountId,
          some.map(({ sourceId }) => sourceId),
          some.map(({ memberId }) => memberId),
          some.map(({ expiresAt }) => expiresAt),
          some.map(({ kind }) => kind),
        ],
      );
    }
    const managed = batch.flatMap(({ id, managerId }) => (managerId ? [{ id, managerId }] : []));
    await query(
      `insert into roster_managers (account_id, member_id, manager_id)
       select $1, * from unnest($2::uuid[], $3::uuid[])`,
      [accountId, managed.map(({ id }) => id), managed.map(({ managerId }) => managerId)],
    );
  }
}

/** Adds the members above these members, or above all. */
export async function addChains(query: Query, accountId: string, memberIds?: readonly string[]): Promise<void> {
  await query(
    `with recursive above (member_id, ancestor_id, depth) as (
       select member_id, manager_id, 1 from roster_managers
       where account_id = $1 and ($3::uuid[] is null or member_id = any($3))
       union all
       select above.member_id, managers.manager_id, above.depth + 1
       from above join roster_managers managers
         on managers.account_id = $1 and managers.member_id = above.ancestor_id
       where above.depth < $2
     )
     insert into roster_reach (account_id, source_id, member_id, expires_at, kind)
     select $1, ancestor_id, member_id, $4, 'manager' from above
     on conflict do nothing`,
    [accountId, MAX_DEPTH, memberIds ?? null, NEVER],
  );
}

/** These members and everyone below them: their chains change together. */
export async function withReports(query: Query, accountId: string, memberIds: readonly string[]): Promise<string[]> {
  const rows = await query(
    `with recursive below (member_id, depth) as (
       select unnest($2::uuid[]), 0
       union
       select managers.member_id, below.depth + 1
       from below join roster_managers managers
         on managers.account_id = $1 and managers.manager_id = below.member_id
       where below.depth < $3
     )
     select distinct member_id from below`,
    [accountId, memberIds, MAX_DEPTH],
  );
  return rows.map((row) => String(row['member_id']));
}

/** Removes these members, or all. */
export async function removeFacts(query: Query, accountId: string, memberIds?: readonly string[]): Promise<void> {
  for (const table of ['roster_reach', 'roster_managers']) {
    await query(`delete from ${table} where account_id = $1 and ($2::uuid[] is null or member_id = any($2))`, [
      accountId,
      memberIds ?? null,
    ]);
  }
}

/** Removes the members above these. */
export async function removeChains(query: Query, accountId: string, memberIds: readonly string[]): Promise<void> {
  await query(`delete from roster_reach where account_id = $1 and member_id = any($2) and kind = 'manager'`, [
    accountId,
    memberIds,
  ]);
}

/** The members whose manager differs from the one in the mirror. */
export async function movedAmong(
  query: Query,
  accountId: string,
  managers: ReadonlyMap<string, string | null>,
): Promise<string[]> {
  const rows = await query(
    'select member_id, manager_id from roster_managers where account_id = $1 and member_id = any($2)',
    [accountId, [...managers.keys()]],
  );
  const known = new Map(rows.map((row) => [row['member_id'], row['manager_id']]));
  return [...managers].filter(([id, managerId]) => (known.get(id) ?? null) !== managerId).map(([id]) => id);
}

function factsOf({ id: memberId, roleIds, teams = [] }: MemberPolicy): Fact[] {
  const ends = new Map(teams.map(({ teamId, expiresAt }) => [teamId, expiresAt ?? NEVER]));
  return [
    { kind: 'self', sourceId: memberId, memberId, expiresAt: NEVER },
    ...[...new Set(roleIds)].map((sourceId) => ({ kind: 'role', sourceId, memberId, expiresAt: NEVER }) as const),
    ...[...ends].map(([sourceId, expiresAt]) => ({ kind: 'team', sourceId, memberId, expiresAt }) as const),
  ];
}

function* inBatches<T>(list: readonly T[]): Generator<readonly T[]> {
  for (let from = 0; from < list.length; from += BATCH) yield list.slice(from, from + BATCH);
}
