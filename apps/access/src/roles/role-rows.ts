import type { GrantValue, Role, RoleMember } from '@roster/contracts';
import type { EntityManager } from 'typeorm';
import { initialsOf, type AccountRole } from './role.js';

/** Who holds each role, active members only (RP-19): of one role, or of all. In the account of the transaction. */
export async function activeMembers(manager: EntityManager, accountId: string, roleId?: string) {
  const rows: { roleId: string; id: string; firstName: string; lastName: string }[] = await manager.query(
    `select h.role_id as "roleId", m.id, m.first_name as "firstName", m.last_name as "lastName"
     from member_roles h join members m on m.account_id = h.account_id and m.id = h.member_id
     where h.account_id = $1 and ($2::uuid is null or h.role_id = $2) and m.standing = 'active'
     order by m.id`,
    [accountId, roleId ?? null],
  );
  const members = new Map<string, RoleMember[]>();
  for (const { roleId: held, id, firstName, lastName } of rows) {
    const member = { id, name: `${firstName} ${lastName}`.trim(), initials: initialsOf(firstName, lastName) };
    const others = members.get(held);
    if (others) others.push(member);
    else members.set(held, [member]);
  }
  return members;
}

/** A role as its rows show it. */
export const roleOf = (role: AccountRole, members: RoleMember[] = []): Role => ({
  id: role.id,
  slug: role.slug,
  kind: role.slug === null ? 'custom' : 'system',
  name: role.name,
  description: role.description,
  icon: role.icon,
  managerRoleId: role.managerRoleId,
  grants: Object.fromEntries(
    Object.entries(role.grants).map(([key, value]): [string, GrantValue] => [key, value === true ? true : [...value]]),
  ),
  members,
});
