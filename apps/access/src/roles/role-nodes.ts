import type { RoleMember, RoleNode } from '@roster/contracts';
import type { AccountRole } from './role.js';

/** The role with all that hangs below it, in the order of display; null where there is no such role. */
export function nodeOf(
  roleId: string,
  roles: readonly AccountRole[],
  members: ReadonlyMap<string, RoleMember[]>,
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
    members: members.get(id) ?? [],
    roles: below.flatMap((child) => nodeOf(child.id, roles, members) ?? []),
  };
}
