import { accountNotOwner, RosterError, type Change, type ChangeKind } from '@roster/contracts';
import { isOwner, requirePermission, requirePermissionIn, type Act } from '../privileges/act.js';

/** The permission that each kind of change takes. See {@link requireRight} for the kinds that are not listed. */
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

/** Rejects with `permission.denied`, or `account.not-owner`, where the actor may not make a change of this kind. */
export function requireRight(act: Act, change: Change): void {
  if (change.kind === 'ownership.transfer') {
    if (!isOwner(act)) throw new RosterError(accountNotOwner);
    return requirePermission(act, 'account:transfer');
  }
  const permission = PERMISSIONS[change.kind];
  if (permission) requirePermission(act, permission);
  else requirePermissionIn(act, 'permissions:edit', projectOf(act, change));
}

/** The project that the change is limited to; undefined where the change is about the account. */
export function projectOf({ account }: Pick<Act, 'account'>, change: Change): string | undefined {
  if (change.kind === 'exception.add' || change.kind === 'permissions.copy') return change.projectId?.toLowerCase();
  if (change.kind !== 'exception.remove') return undefined;
  const member = account.stored.members.find(({ id }) => id === change.memberId.toLowerCase());
  return member?.exceptions.find(({ id }) => id === change.exceptionId.toLowerCase())?.projectId ?? undefined;
}

/** The members that the change names. Other members may be affected too; its effect shows them. */
export const namedIn = (change: Change): string[] => ('memberId' in change ? [change.memberId.toLowerCase()] : []);
