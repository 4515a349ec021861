import { accessActRecorded, type AuditDifference } from '@roster/contracts';
import type { EntityManager } from 'typeorm';
import { pagesOf } from './told-pages.js';

/** Records whose registration is not what their last entry tells. Of records that no entry tells of, nothing is known. */
const DIFFERENT = `
  select told.id, told.after->>'ownerId' as "toldOwnerId", r.owner_member_id as "ownerId",
    told.after->>'projectId' as "toldProjectId", r.project_id as "projectId",
    told.after = 'null' or r.type is null or r.deleted_at is not null as "isOther",
    greatest(r.updated_at, r.deleted_at) as "changedAt"
  from (
    select distinct on (part->>'id') part->>'id' as id, part->'after' as after
    from changes c, jsonb_array_elements(c.parts) part
    where c.account_id = $1 and c.action in ('record.put', 'record.deleted') and part->>'kind' = 'record'
    order by part->>'id', c.id desc nulls last
  ) told left join records r
    on r.account_id = $1 and r.type = split_part(told.id, ':', 1) and r.id = substr(told.id, strpos(told.id, ':') + 1)
  where (told.after = 'null') <> (r.type is null or r.deleted_at is not null)
    or told.after <> 'null' and (told.after->>'ownerId' is distinct from r.owner_member_id::text
      or told.after->>'projectId' is distinct from r.project_id::text)`;

/** Where the records of deleted projects went. */
const MOVED = `
  select part->>'id' as "from", part->'after'->>'projectId' as "to"
  from changes c, jsonb_array_elements(c.parts) part
  where c.account_id = $1 and c.action = 'project.deleted' and part->>'kind' = 'records'`;

/** The first act on a record that is still on its way to the trail. */
const AWAITED = `
  select id from outbox o where account = $1 and subject = $2
    and not exists (select from changes c where c.account_id = $1 and c.id = o.id)
  order by id limit 1`;

/** Milliseconds that the transaction of an act may have begun before its id was made. */
const SLACK = 60_000;

interface Different {
  readonly id: string;
  readonly toldOwnerId: string | null;
  readonly ownerId: string | null;
  readonly toldProjectId: string | null;
  readonly projectId: string | null;
  readonly isOther: boolean;
  readonly changedAt: Date | null;
}

/**
 * Compares the register with what the entries tell of its records. A handover to a successor is told by the entry of the
 * deletion of a member, and a move by that of a project. A record that may have changed by an act that is still on its way is
 * left out.
 */
export async function* recordDifferences(
  manager: EntityManager,
  accountId: string,
): AsyncGenerator<readonly AuditDifference[]> {
  const [awaited]: { id: string }[] = await manager.query(AWAITED, [accountId, accessActRecorded.subject]);
  const settledBefore = awaited ? instantOf(awaited.id) - SLACK : Infinity;
  const handovers: { from: string; to: string }[] = await manager.query(
    `select member_id as "from", successor_id as "to" from record_handovers
     where account_id = $1 and successor_id is not null`,
    [accountId],
  );
  const successors = new Map(handovers.map(({ from, to }) => [from, to]));
  const moved: { from: string; to: string | null }[] = await manager.query(MOVED, [accountId]);
  const projects = new Map(moved.map(({ from, to }) => [from, to]));
  const isTold = ({ isOther, ...record }: Different) =>
    !isOther &&
    leadsTo(successors, record.toldOwnerId, record.ownerId) &&
    leadsTo(projects, record.toldProjectId, record.projectId);
  for await (const page of pagesOf<Different>(manager, DIFFERENT, [accountId])) {
    yield page
      .filter(({ changedAt }) => (changedAt?.getTime() ?? 0) < settledBefore)
      .filter((record) => !isTold(record))
      .map(({ id }) => ({ kind: 'record', id }));
  }
}

/** When a UUIDv7 was made, in ms. */
const instantOf = (id: string): number => Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16);

/** Whether one follows from the other, step by step. `null` is nobody, or no project. */
function leadsTo(steps: ReadonlyMap<string, string | null>, from: string | null, to: string | null): boolean {
  const seen = new Set<string>();
  let at = from;
  while (at !== to) {
    if (at === null || seen.has(at) || !steps.has(at)) return false;
    seen.add(at);
    at = steps.get(at) ?? null;
  }
  return true;
}
