import { Injectable } from '@nestjs/common';
import {
  accountNotFound,
  privilegeAboveOwn,
  roleNotFound,
  RosterError,
  type AssignableRoles,
  type CallContext,
  type Freshness,
  type GrantValue,
  type RecheckRoles,
  type Role,
  type RoleIds,
  type RoleList,
  type RoleMember,
  type RoleQuery,
} from '@roster/contracts';
import { Database, signedIn } from '@roster/service-kit';
import type { EntityManager } from 'typeorm';
import { reference } from '../assignments/assignments.js';
import { chosenRoles, presentRoles } from '../assignments/chosen-roles.js';
import { requireGiver, requireStanding, requireWithinOwn } from '../privileges/privileges.js';
import { Snapshots } from '../snapshots/snapshots.js';
import { initialsOf, type AccountRole } from './role.js';

/** Shows the roles of an account, and says who may give them. */
@Injectable()
export class RolesService {
  constructor(
    private readonly database: Database,
    private readonly snapshots: Snapshots,
  ) {}

  async list({ atLeast }: Freshness, call: CallContext): Promise<RoleList> {
    const { accountId, deadline } = signedIn(call);
    const { roles } = await this.account(accountId, atLeast, deadline);
    const members = await this.activeMembers(accountId);
    return { items: roles.map((role) => roleOf(role, members.get(role.id))), nextCursor: null };
  }

  async get({ roleId, atLeast }: RoleQuery, call: CallContext): Promise<Role> {
    const { accountId, deadline } = signedIn(call);
    const { roles } = await this.account(accountId, atLeast, deadline);
    const role = roles.find(({ id }) => id === roleId.toLowerCase());
    if (!role) throw new RosterError(roleNotFound);
    const members = await this.activeMembers(accountId, role.id);
    return roleOf(role, members.get(role.id));
  }

  /** Before a promise. The ceiling is asked about again when the person comes for the roles ({@link recheck}). */
  async checkAssignable({ roleIds }: RoleIds, call: CallContext): Promise<AssignableRoles> {
    const { accountId, actor } = signedIn(call);
    const account = await this.account(accountId);
    const act = { account, actorId: actor.memberId, now: Date.now() };
    requireStanding(act, 'members:invite');
    const roles = chosenRoles(account, roleIds);
    requireWithinOwn(act, roles);
    return { roles: roles.map(reference) };
  }

  /** What was promised may since be more than its giver has: he, his roles or the promised ones may have changed. */
  async recheck({ accountId, granterId, roleIds }: RecheckRoles): Promise<AssignableRoles> {
    const account = await this.snapshots.current(accountId);
    if (!account) throw new RosterError(privilegeAboveOwn);
    const roles = presentRoles(account, roleIds);
    requireGiver({ account, actorId: granterId.toLowerCase(), now: Date.now() }, roles);
    return { roles: roles.map(reference) };
  }

  private async account(accountId: string, atLeast?: number, deadline?: number) {
    const account = await this.snapshots.atLeast(accountId, atLeast, deadline);
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
