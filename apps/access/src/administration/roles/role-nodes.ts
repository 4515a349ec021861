import type { RoleNode } from '@roster/contracts';
import type { Holders } from '../../account/roles/role-rows.js';
import type { AccountRole } from '../../account/roles/role.js';

/** The role with all roles below it, in the order of display; null where the role does not exist. */
export function nodeOf(
  roleId: string,
  roles: readonly AccountRole[],
  holders: ReadonlyMap<string, Holders>,
): RoleNode | null {
  const role = roles.find(({ id }) => id === roleId);
  if (!role) return null;
  const { id, slug, name, icon } = role;
  const below = roles.filter(({ managerRoleId }) => managerRoleId === id);
  return {
    id,
    slug,
    name,
    icon,
    members: [...(holders.get(id)?.shown ?? [])],
    memberCount: holders.get(id)?.count ?? 0,
    roles: below.flatMap((child) => nodeOf(child.id, roles, holders) ?? []),
  };
}
