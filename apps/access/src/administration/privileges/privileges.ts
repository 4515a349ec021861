import { privilegeAboveOwn, RosterError } from '@roster/contracts';
import { decide } from '@roster/permissions';
import type { StoredException, StoredMember } from '../../account/accounts/stored-account.js';
import type { AccountRole } from '../../account/roles/role.js';
import { answerable, has, isOwner, type Act, type Proposal } from './act.js';
import { requireAdministrator } from './administrators.js';
import { requireWithinOwn } from './ceiling.js';
import { requireNoReach } from './reach.js';
import { requireBelowOwn } from './tree.js';

export { actOf, requirePermission, requireStanding, type Act } from './act.js';

/** The rules that every change must follow. They look at the account before and after it. */
export function requireAllowed(proposal: Proposal): void {
  for (const each of answerable(proposal)) {
    requireBelowOwn(each);
    requireWithinOwn(each);
    requireNoReach(each);
    requireAdministrator(each);
  }
}

/** What a new member is given. */
export interface Given {
  readonly roles: readonly AccountRole[];
  readonly agentAccess?: boolean;
  /** Permissions of their own. */
  readonly exceptions?: readonly StoredException[];
}

/**
 * Rejects as a change would that added a new member with all of this. Nobody reaches records of that member yet, so
 * reach is not checked.
 */
export function requireGivable(act: Act, given: Given): void {
  const newcomer = newcomerWith(given);
  const { stored } = act.account;
  const after = act.account.next({ ...stored, members: [...stored.members, newcomer] });
  for (const proposal of answerable({ ...act, after, named: [] })) {
    requireBelowOwn(proposal);
    requireWithinOwn(proposal);
  }
}

/** Rejects with `privilege.above-own` unless the actor has the permission at this instant, and may give all of this. */
export function requireGiver(
  act: Act,
  given: Given,
  permission: 'members:invite' | 'members:edit' = 'members:invite',
): void {
  if (isOwner(act)) return;
  const { allowed } = decide(act.account.snapshot, { memberId: act.actorId, permission }, act.now);
  if (!allowed) throw new RosterError(privilegeAboveOwn);
  requireGivable(act, given);
}

/**
 * Rejects with `privilege.above-own` where one of these members holds what the actor does not, or where the actor may
 * no longer decide who comes into the account.
 */
export function requireCovered(act: Act, memberIds: readonly string[]): void {
  if (isOwner(act)) return;
  if (!has(act, 'security:edit')) throw new RosterError(privilegeAboveOwn);
  requireWithinOwn({ ...act, after: act.account, named: memberIds });
}

const newcomerWith = ({ roles, agentAccess = false, exceptions = [] }: Given): StoredMember => ({
  id: 'newcomer',
  userId: null,
  email: '',
  firstName: '',
  lastName: '',
  status: 'invited',
  revision: 0,
  takenStatus: null,
  takenRevision: null,
  roleIds: roles.map(({ id }) => id),
  managerId: null,
  agentAccess,
  teams: [],
  exceptions,
});
