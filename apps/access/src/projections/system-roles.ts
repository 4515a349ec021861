import type { Preset } from '@roster/contracts';
import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { RoleEntity } from '../roles/role.entity.js';

/** The account's roles, the deleted ones too; those of the preset that it lacks are made. Under the account's lock. */
export async function ensureSystemRoles(
  manager: EntityManager,
  accountId: string,
  preset: Preset,
): Promise<RoleEntity[]> {
  const stored = await manager.findBy(RoleEntity, { accountId });
  const known = new Set(stored.map(({ slug }) => slug));
  const missing = preset.systemRoles.filter(({ slug }) => !known.has(slug));
  if (missing.length === 0) return stored;
  await manager.query(
    `insert into roles (account_id, id, slug) select $1, * from unnest($2::uuid[], $3::text[])
     on conflict (account_id, slug) do nothing`,
    [accountId, missing.map(() => uuidv7()), missing.map(({ slug }) => slug)],
  );
  return manager.findBy(RoleEntity, { accountId });
}
