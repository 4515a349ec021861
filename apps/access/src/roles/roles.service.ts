import { Injectable } from '@nestjs/common';
import {
  accountNotFound,
  roleNotFound,
  RosterError,
  type AssignableRoles,
  type CallContext,
  type GrantValue,
  type Role,
  type RoleId,
  type RoleIds,
  type RoleList,
  type RoleMember,
} from '@roster/contracts';
import { Database, signedIn } from '@roster/service-kit';
import type { EntityManager } from 'typeorm';
import { requireStanding, requireWithinOwn } from '../privileges/privileges.js';
import { Snapshots } from '../snapshots/snapshots.js';
import { chosenRoles } from '../assignments/chosen-roles.js';
import { initialsOf, type AccountRole } from './role.js';

/** Shows the roles of an account, and says who may give them. */
@Injectable()
export class RolesService {
  constructor(
    private readonly database: Database,
    private readonly snapshots: Snapshots,
  ) {}

  async list(call: CallContext): Promise<RoleList> {
    const { accountId } = signedIn(call);
    const { roles } = await this.account(accountId);
    const members = await this.activeMembers(accountId);
    return { items: roles.map((role) => roleOf(role, members.get(role.id))), nextCursor: null };
  }

  async get({ roleId }: RoleId, call: CallContext): Promise<Role> {
    const { accountId } = signedIn(call);
    const { roles } = await this.account(accountId);
    const role = roles.find(({ id }) => id === roleId.toLowerCase());
    if (!role) throw new RosterError(roleNotFound);
    const members = await this.activeMembers(accountId, role.id);
    return roleOf(role, members.get(role.id));
  }

  /** The ceiling is asked about here and again when the roles are given: in between, either side may have changed. */
  async checkAssignable({ roleIds }: RoleIds, call: CallContext): Promise<AssignableRoles> {
    const { accountId, actor } = signedIn(call);
    const account = await this.account(accountId);
    const act = { account, actorId: actor.memberId, now: Date.now() };
    requireStanding(act, 'members:invite');
    const roles = chosenRoles(account, roleIds);
    requireWithinOwn(act, roles);
    return { roles: roles.map(({ id, name }) => ({ id, name })) };
  }

  private async account(accountId: string) {
    const account = await this.snapshots.current(accountId);
    if (!account) throw new RosterError(accountNotFound);
    return account;
  }

  private activeMembers(accountId: string, roleId?: string): Promise<Map<string, RoleMember[]>> {
    return this.database.inAccount(accountId, (manager) => activeMembers(manager, accountId, roleId));
  }
}

async function activeMembers(manager: EntityManager, accountId: string, roleId: string | undefined) {
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

const roleOf = ({ id, slug, name, description, icon, grants }: AccountRole, members: RoleMember[] = []): Role => ({
  id,
  slug,
  kind: slug === null ? 'custom' : 'system',
  name,
  description,
  icon,
  grants: Object.fromEntries(
    Object.entries(grants).map(([key, value]): [string, GrantValue] => [key, value === true ? true : [...value]]),
  ),
  members,
});
