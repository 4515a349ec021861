import { privilegeAboveOwn, RosterError } from '@roster/contracts';
import { decide } from '@roster/permissions';
import type { StoredMember } from '../accounts/stored-account.js';
import type { AccountRole } from '../roles/role.js';
import { isOwner, type Act, type Proposal } from './act.js';
import { requireAdministrator } from './administrators.js';
import { requireWithinOwn } from './ceiling.js';
import { requireNoReach } from './reach.js';
import { requireBelowOwn } from './tree.js';

export { requirePermission, requireStanding, type Act } from './act.js';

/** The rules that every change is held to, whatever it is: they look at what it makes of the account. */
export function requireAllowed(proposal: Proposal): void {
  requireBelowOwn(proposal);
  requireWithinOwn(proposal);
  requireNoReach(proposal);
  requireAdministrator(proposal);
}

/** Rejects as a change would that brought in somebody new with these roles: nobody reaches records of his yet. */
export function requireGivable(act: Act, roles: readonly AccountRole[]): void {
  const newcomer = newcomerWith(roles.map(({ id }) => id));
  const { stored } = act.account;
  const after = act.account.next({ ...stored, members: [...stored.members, newcomer] });
  const proposal = { ...act, after, named: [] };
  requireBelowOwn(proposal);
  requireWithinOwn(proposal);
}

/** Rejects with `privilege.above-own` unless the actor may invite at this instant, and give these roles. */
export function requireGiver(act: Act, roles: readonly AccountRole[]): void {
  if (isOwner(act)) return;
  const { allowed } = decide(act.account.snapshot, { memberId: act.actorId, permission: 'members:invite' }, act.now);
  if (!allowed) throw new RosterError(privilegeAboveOwn);
  requireGivable(act, roles);
}

const newcomerWith = (roleIds: readonly string[]): StoredMember => ({
  id: 'newcomer',
  userId: null,
  email: '',
  firstName: '',
  lastName: '',
  status: 'invited',
  revision: 0,
  takenStatus: null,
  takenRevision: null,
  roleIds,
  managerId: null,
  agentAccess: false,
  teams: [],
  exceptions: [],
});
