import type { GrantValue, Role, RoleMember } from '@roster/contracts';
import type { EntityManager } from 'typeorm';
import { initialsOf, type AccountRole } from './role.js';

/** The maximum number of holders that a role's row lists. Their number is given separately. */
const MOST_SHOWN = 100;

export interface Holders {
  readonly shown: readonly RoleMember[];
  readonly count: number;
}

/** The active people who hold each role (RP-19), for one role or for all, in the account of the transaction. */
export async function activeMembers(
  manager: EntityManager,
  accountId: string,
  roleId?: string,
): Promise<Map<string, Holders>> {
  const rows: { roleId: string; count: number; id: string; firstName: string; lastName: string }[] =
    await manager.query(
      `select * from (
         select h.role_id as "roleId", m.id, m.first_name as "firstName", m.last_name as "lastName",
           count(*) over (partition by h.role_id)::int as count,
           row_number() over (partition by h.role_id order by m.id) as place
         from member_roles h join members m on m.account_id = h.account_id and m.id = h.member_id
         where h.account_id = $1 and ($2::uuid is null or h.role_id = $2) and m.standing = 'active' and m.user_id is not null
       ) holders where place <= $3 order by id`,
      [accountId, roleId ?? null, MOST_SHOWN],
    );
  const holders = new Map<string, { shown: RoleMember[]; count: number }>();
  for (const { roleId: held, count, ...member } of rows) {
    const known = holders.get(held);
    if (known) known.shown.push(shown(member));
    else holders.set(held, { shown: [shown(member)], count });
  }
  return holders;
}

/** These members by name, in the account of the transaction: people only, since a program has a name of another kind. */
export async function namedMembers(
  manager: EntityManager,
  accountId: string,
  ids: readonly string[],
): Promise<RoleMember[]> {
  if (ids.length === 0) return [];
  const rows: { id: string; firstName: string; lastName: string }[] = await manager.query(
    `select id, first_name as "firstName", last_name as "lastName" from members
     where account_id = $1 and id = any($2) and user_id is not null order by id`,
    [accountId, ids],
  );
  return rows.map(shown);
}

const shown = ({ id, firstName, lastName }: { id: string; firstName: string; lastName: string }): RoleMember => ({
  id,
  name: `${firstName} ${lastName}`.trim(),
  initials: initialsOf(firstName, lastName),
});

/** A role as its rows show it. */
export const roleOf = (role: AccountRole, holders?: Holders): Role => ({
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
  members: [...(holders?.shown ?? [])],
  memberCount: holders?.count ?? 0,
});
