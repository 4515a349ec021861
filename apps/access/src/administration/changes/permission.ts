import { accountNotOwner, RosterError, type Change, type ChangeKind } from '@roster/contracts';
import { isOwner, requirePermission, requirePermissionIn, type Act } from '../privileges/act.js';

/** What it takes to make a change at all; of the others, see {@link requireRight}. */
const PERMISSIONS: Partial<Record<ChangeKind, string>> = {
  'role.create': 'roles:create',
  'role.edit': 'roles:edit',
  'role.delete': 'roles:delete',
  'role.order': 'roles:edit',
  'member.set-roles': 'members:edit',
  'member.set-manager': 'members:edit',
  'member.set-teams': 'members:edit',
  'team.create': 'members:edit',
  'team.rename': 'members:edit',
  'team.delete': 'members:edit',
  'team.set-members': 'members:edit',
};

/** Rejects with `permission.denied` where the actor may not make such a change, and `account.not-owner` likewise. */
export function requireRight(act: Act, change: Change): void {
  if (change.kind === 'ownership.transfer') {
    if (!isOwner(act)) throw new RosterError(accountNotOwner);
    return requirePermission(act, 'account:transfer');
  }
  const permission = PERMISSIONS[change.kind];
  if (permission) requirePermission(act, permission);
  else requirePermissionIn(act, 'permissions:edit', projectOf(act, change));
}

/** The project that is all that the change is about; undefined where it is about the account. */
export function projectOf({ account }: Pick<Act, 'account'>, change: Change): string | undefined {
  if (change.kind === 'exception.add' || change.kind === 'permissions.copy') return change.projectId?.toLowerCase();
  if (change.kind !== 'exception.remove') return undefined;
  const member = account.stored.members.find(({ id }) => id === change.memberId.toLowerCase());
  return member?.exceptions.find(({ id }) => id === change.exceptionId.toLowerCase())?.projectId ?? undefined;
}

/** The members whose affair the change is. Whom it concerns besides, its effect says. */
export const namedIn = (change: Change): string[] => ('memberId' in change ? [change.memberId.toLowerCase()] : []);
