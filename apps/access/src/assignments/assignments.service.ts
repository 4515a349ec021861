import { Injectable } from '@nestjs/common';
import {
  memberNotFound,
  RosterError,
  setMemberRoles,
  type CallContext,
  type MemberRoles,
  type SetMemberRoles,
} from '@roster/contracts';
import { Database, Idempotency, signedIn } from '@roster/service-kit';
import type { EntityManager } from 'typeorm';
import { lockAccount, raiseVersion } from '../accounts/account.js';
import {
  requireAdministrator,
  requireNoGain,
  requireOwnersRole,
  requirePermission,
  requireTouchable,
  requireWithinOwn,
  type Act,
} from '../privileges/privileges.js';
import type { AccountRole } from '../roles/role.js';
import { chosenRoles } from './chosen-roles.js';
import { Snapshots } from '../snapshots/snapshots.js';
import { Assignments, reference, sameRoles } from './assignments.js';

/** Changes which roles members hold. */
@Injectable()
export class AssignmentsService {
  constructor(
    private readonly database: Database,
    private readonly snapshots: Snapshots,
    private readonly assignments: Assignments,
    private readonly idempotency: Idempotency,
  ) {}

  /** Everything that decides is read under the account's lock, the actor's own rights too: they may have just gone. */
  setRoles(input: SetMemberRoles, call: CallContext): Promise<MemberRoles> {
    const { accountId, actor } = signedIn(call);
    return this.database.inAccount(accountId, (manager) =>
      this.idempotency.run(manager, call, setMemberRoles, input, () =>
        this.change(manager, { accountId, actorId: actor.memberId, input }),
      ),
    );
  }

  private async change(
    manager: EntityManager,
    { accountId, actorId, input }: { accountId: string; actorId: string; input: SetMemberRoles },
  ): Promise<MemberRoles> {
    const memberId = input.memberId.toLowerCase();
    const row = await lockAccount(manager, accountId);
    if (!row) throw new RosterError(memberNotFound);
    const account = await this.snapshots.underLock(manager, row);
    const act = { account, actorId, now: Date.now() };
    requirePermission(act, 'members:edit');
    if (!account.snapshot.members.has(memberId)) throw new RosterError(memberNotFound);
    const roles = chosenRoles(account, input.roleIds);
    const held = account.rolesOf(memberId);
    if (!sameRoles(idsOf(held), idsOf(roles))) {
      requireAllowed(act, memberId, roles);
      await raiseVersion(manager, row);
      await this.assignments.replace(manager, row, memberId, roles);
    }
    return { memberId, roles: roles.map(reference), version: row.version };
  }
}

function requireAllowed(act: Act, memberId: string, roles: readonly AccountRole[]): void {
  requireOwnersRole(act.account, memberId, roles);
  requireTouchable(act, memberId);
  requireWithinOwn(act, roles);
  requireNoGain(act, memberId, roles);
  requireAdministrator(act, memberId, roles);
}

const idsOf = (roles: readonly AccountRole[]): string[] => roles.map(({ id }) => id);
