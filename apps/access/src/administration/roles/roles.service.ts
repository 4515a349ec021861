import { Injectable } from '@nestjs/common';
import {
  accountNotFound,
  privilegeAboveOwn,
  roleNotFound,
  roleOwnersOnly,
  RosterError,
  type AssignableRoles,
  type CallContext,
  type Freshness,
  type FreshPageQuery,
  type RecheckRoles,
  type Role,
  type CheckAssignable,
  type Nothing,
  type PromiseId,
  type RoleList,
  type RoleQuery,
  type RoleTree,
} from '@roster/contracts';
import { answerOf, Database, pageOf, signedIn, type SignedIn } from '@roster/service-kit';
import { lockAccount } from '../../account/accounts/account.js';
import type { AccountSnapshot } from '../../account/snapshots/account-snapshot.js';
import { settle, writePromise } from '../promises/promise.store.js';
import { reference } from '../../account/assignments/assignments.js';
import { chosenRoles, presentRoles } from '../assignments/chosen-roles.js';
import { chosenExceptions } from '../exceptions/promised-exceptions.js';
import { requireManager } from '../managers/promised-manager.js';
import { rootRole } from '../ownership/ownership.js';
import { actOf, requireGivable, requireGiver, requireStanding } from '../privileges/privileges.js';
import { Snapshots } from '../../account/snapshots/snapshots.js';
import { requireTeams } from '../teams/team-changes.js';
import { byName } from '../../account/by-name.js';
import { teamOf } from '../../account/teams/team.js';
import { activeMembers, roleOf, type Holders } from '../../account/roles/role-rows.js';
import { nodeOf } from './role-nodes.js';
import { rolesAfter } from './role-page.js';

/** Shows the roles of an account, and who may give them. */
@Injectable()
export class RolesService {
  constructor(
    private readonly database: Database,
    private readonly snapshots: Snapshots,
  ) {}

  /** In the order of display. */
  async list({ atLeast, ...query }: FreshPageQuery, call: CallContext): Promise<RoleList> {
    const { accountId, deadline } = signedIn(call);
    const { roles, stored } = await this.account(accountId, atLeast, deadline);
    const page = pageOf(query);
    const rows = rolesAfter(page.after, roles, stored.roles).slice(0, page.limit + 1);
    const members = await this.activeMembers(accountId);
    return answerOf(page, rows, (role) => roleOf(role, members.get(role.id)));
  }

  async get({ roleId, atLeast }: RoleQuery, call: CallContext): Promise<Role> {
    const { accountId, deadline } = signedIn(call);
    const { roles } = await this.account(accountId, atLeast, deadline);
    const role = roles.find(({ id }) => id === roleId.toLowerCase());
    if (!role) throw new RosterError(roleNotFound);
    const members = await this.activeMembers(accountId, role.id);
    return roleOf(role, members.get(role.id));
  }

  async tree({ atLeast }: Freshness, call: CallContext): Promise<RoleTree> {
    const { accountId, deadline } = signedIn(call);
    const { roles, preset, stored } = await this.account(accountId, atLeast, deadline);
    const root = rootRole(stored, preset);
    const members = await this.activeMembers(accountId);
    return { root: root === undefined ? null : nodeOf(root, roles, members) };
  }

  /**
   * Checks roles before they are promised. The privilege ceiling is checked again when the person accepts ({@link
   * recheck}).
   */
  async checkAssignable(input: CheckAssignable, context: CallContext): Promise<AssignableRoles> {
    const call = signedIn(context);
    const { accountId } = call;
    const { promise } = input;
    if (!promise) return assignable(await this.account(accountId), input, call);
    return this.database.inAccount(accountId, async (manager) => {
      const row = await lockAccount(manager, accountId);
      if (!row) throw new RosterError(accountNotFound);
      const answer = assignable(await this.snapshots.underLock(manager, row), input, call);
      await writePromise(manager, { accountId, promise, roleIds: answer.roles.map(({ id }) => id) });
      return answer;
    });
  }

  /** The promise was kept, or came to nothing. */
  async settlePromise({ promiseId }: PromiseId, call: CallContext): Promise<Nothing> {
    const { accountId } = signedIn(call);
    await this.database.inAccount(accountId, (manager) => settle(manager, accountId, promiseId));
    return {};
  }

  /**
   * Checks promised roles again. The giver, their roles or the promised roles may have changed since, so that the
   * promise may now exceed what the giver holds.
   */
  async recheck(input: RecheckRoles): Promise<AssignableRoles> {
    const { accountId, promise } = input;
    if (!promise) return givable(await this.snapshots.current(accountId), input);
    return this.database.inAccount(accountId, async (manager) => {
      const row = await lockAccount(manager, accountId);
      const answer = givable(row && (await this.snapshots.underLock(manager, row)), input);
      await writePromise(manager, { accountId, promise, roleIds: answer.roles.map(({ id }) => id) });
      return answer;
    });
  }

  private async account(accountId: string, atLeast?: number, deadline?: number) {
    const account = await this.snapshots.atLeast(accountId, atLeast, deadline);
    if (!account) throw new RosterError(accountNotFound);
    return account;
  }

  private activeMembers(accountId: string, roleId?: string): Promise<Map<string, Holders>> {
    return this.database.inAccount(accountId, (manager) => activeMembers(manager, accountId, roleId));
  }
}

function givable(
  account: AccountSnapshot | null | undefined,
  { granterId, roleIds, agentAccess = false, grants }: RecheckRoles,
): AssignableRoles {
  if (!account) throw new RosterError(privilegeAboveOwn);
  const roles = presentRoles(account, roleIds);
  const exceptions = chosenExceptions(account, grants);
  requireGiver({ account, actorId: granterId.toLowerCase(), now: Date.now() }, { roles, agentAccess, exceptions });
  return { roles: roles.map(reference) };
}

function assignable(account: AccountSnapshot, input: CheckAssignable, { actor }: SignedIn): AssignableRoles {
  const { roleIds, agentAccess = false, teamIds, grants, managerId, areKept = false } = input;
  const act = actOf(account, actor);
  requireStanding(act, 'members:invite');
  const roles = areKept ? presentRoles(account, roleIds) : chosenRoles(account, roleIds);
  const root = rootRole(account.stored, account.preset);
  if (roles.some(({ id }) => id === root)) throw new RosterError(roleOwnersOnly);
  if (teamIds?.length) requireTeams(account);
  const teams = teamIds?.map((teamId) => teamOf(account.stored, teamId));
  if (managerId !== undefined) requireManager(account, managerId);
  requireGivable(act, { roles, agentAccess, exceptions: chosenExceptions(account, grants) });
  return {
    roles: roles.map(reference),
    ...(teams && { teams: byName(teams).map(({ id, name }) => ({ id, name })) }),
  };
}
