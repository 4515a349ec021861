import { accountNotOwner, RosterError, type Change } from '@roster/contracts';
import { projectOf as storedProject } from '../../account/projects/project.js';
import { has, isOwner, requirePermission, requirePermissionIn, type Act } from '../privileges/act.js';
import { requireSeen } from '../projects/visibility.js';
import { kindOf } from './kinds.js';

/** Rejects with `permission.denied`, or `account.not-owner`, where the actor may not make a change of this kind. */
export function requireRight(act: Act, change: Change): void {
  const { owner, permission, project, inProject } = kindOf(change);
  if (owner && !isOwner(act)) throw new RosterError(accountNotOwner);
  const projectId = project?.(change, act.account);
  if (inProject === undefined || projectId === undefined) {
    if (permission === undefined) throw new TypeError(`Nothing says what ${change.kind} takes`);
    return project ? requirePermissionIn(act, permission, projectId) : requirePermission(act, permission);
  }
  if (permission !== undefined && has(act, permission)) return;
  // To whom the project is not shown it does not exist.
  requireSeen(act, storedProject(act.account.stored, projectId));
  requirePermission(act, inProject, projectId);
}

/** The project that the change is limited to; undefined where the change is about the account. */
export const projectOf = ({ account }: Pick<Act, 'account'>, change: Change): string | undefined =>
  kindOf(change).project?.(change, account);

/** The members that the change names. Other members may be affected too; its effect shows them. */
export const namedIn = (change: Change): string[] => ('memberId' in change ? [change.memberId.toLowerCase()] : []);
