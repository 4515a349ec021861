import type { PromiseOfRoles } from '@roster/contracts';
import type { EntityManager } from 'typeorm';

/** A promise that may still be on its way. */
export interface OpenPromise {
  readonly id: string;
  readonly roleIds: readonly string[];
  /** The members who are to get the roles and are not known here yet; null where it is no member who gets them. */
  readonly memberIds: readonly string[] | null;
  /** Whether it is old: who made it has committed it by now, or never will. */
  readonly isOld: boolean;
}

/**
 * How long after its question identity may commit what it asked about, in seconds: many times the longest deadline of
 * such a request.
 */
const ON_ITS_WAY = 60;

/** Needs the account's lock, so that a deletion of the roles comes before the question or after the promise. */
export async function writePromise(
  manager: EntityManager,
  { accountId, promise, roleIds }: { accountId: string; promise: PromiseOfRoles; roleIds: readonly string[] },
): Promise<void> {
  await manager.query(
    `delete from role_promises p where account_id = $1 and (${IS_KEPT} or
       made_at < clock_timestamp() - interval '1 hour' and (settled_at is not null or cardinality(member_ids) = 0))`,
    [accountId],
  );
  await manager.query(
    `insert into role_promises (account_id, id, role_ids, member_ids) values ($1, $2, $3, $4) on conflict do nothing`,
    [accountId, promise.id, roleIds, promise.memberIds ?? []],
  );
}

export async function settle(manager: EntityManager, accountId: string, promiseId: string): Promise<void> {
  const values = [accountId, promiseId];
  await manager.query(
    `update role_promises set settled_at = clock_timestamp() where account_id = $1 and id = $2 and settled_at is null`,
    values,
  );
}

/** The time of the database, which dates the promises. */
export async function databaseTime(manager: EntityManager): Promise<string> {
  const [row]: { now: string }[] = await manager.query('select clock_timestamp()::text as now');
  if (!row) throw new Error('The database does not tell the time');
  return row.now;
}

/**
 * The promises that only this table knows of. Left out are those that were settled before `since`, which identity is asked
 * about after it, and those to members who are known here already.
 */
export async function openPromises(manager: EntityManager, accountId: string, since: string): Promise<OpenPromise[]> {
  const rows: { id: string; role_ids: string[]; member_ids: string[]; unknown: string[]; is_old: boolean }[] =
    await manager.query(
      `select id, role_ids, member_ids, made_at < $2::timestamptz - make_interval(secs => $3) as is_old,
       array(select wanted from unnest(member_ids) wanted where not exists (
         select from members m where m.account_id = p.account_id and m.id = wanted)) as unknown
     from role_promises p
     where account_id = $1 and (settled_at is null or settled_at >= $2) and not ${IS_KEPT}`,
      [accountId, since, ON_ITS_WAY],
    );
  return rows
    .map((row) => ({
      id: row.id,
      roleIds: row.role_ids,
      memberIds: row.member_ids.length > 0 ? row.unknown : null,
      isOld: row.is_old,
    }))
    .filter(({ memberIds, isOld }) => memberIds !== null || !isOld);
}

/** Whether its members are all here, deleted ones too. */
const IS_KEPT = `(cardinality(member_ids) > 0 and not exists (
  select from unnest(member_ids) wanted
  where not exists (select from members m where m.account_id = p.account_id and m.id = wanted)))`;
