import type { EntityManager } from 'typeorm';
import type { StoredAccount } from './account-snapshot.js';

/** One statement, so that all of it is of one instant and belongs to the version beside it. */
const ACCOUNT = `
  select a.id, a.preset, a.status, a.owner_member_id as "ownerMemberId", a.version::float8 as version,
    (select coalesce(jsonb_agg(jsonb_build_object(
        'id', r.id, 'slug', r.slug, 'name', r.name, 'description', r.description, 'icon', r.icon, 'grants', r.grants,
        'position', r.position, 'managerRoleId', r.manager_role_id, 'deleted', r.deleted, 'replacedBy', r.replaced_by
      )), '[]') from roles r where r.account_id = a.id) as roles,
    (select coalesce(jsonb_agg(jsonb_build_object(
        'id', m.id, 'userId', m.user_id, 'email', m.email, 'status', m.standing, 'roleIds',
        (select coalesce(jsonb_agg(h.role_id), '[]') from member_roles h
         where h.account_id = m.account_id and h.member_id = m.id)
      )), '[]') from members m where m.account_id = a.id and m.standing <> 'deleted') as members
  from accounts a where a.id = $1`;

/** The account as the transaction sees it; undefined where access has not heard of it. */
export async function loadAccount(manager: EntityManager, accountId: string): Promise<StoredAccount | undefined> {
  const rows: StoredAccount[] = await manager.query(ACCOUNT, [accountId]);
  return rows[0];
}

export async function readVersion(manager: EntityManager, accountId: string): Promise<number | undefined> {
  const rows: { version: number }[] = await manager.query(
    'select version::float8 as version from accounts where id = $1',
    [accountId],
  );
  return rows[0]?.version;
}
