import { accountNotOwner, RosterError, type Change } from '@roster/contracts';
import { isOwner, requirePermission, requirePermissionIn, type Act } from '../privileges/act.js';
import { kindOf } from './kinds.js';

/** Rejects with `permission.denied`, or `account.not-owner`, where the actor may not make a change of this kind. */
export function requireRight(act: Act, change: Change): void {
  const { owner, permission, project } = kindOf(change);
  if (owner && !isOwner(act)) throw new RosterError(accountNotOwner);
  if (project) requirePermissionIn(act, permission, project(change, act.account));
  else requirePermission(act, permission);
}

/** The project that the change is limited to; undefined where the change is about the account. */
export const projectOf = ({ account }: Pick<Act, 'account'>, change: Change): string | undefined =>
  kindOf(change).project?.(change, account);

/** The members that the change names. Other members may be affected too; its effect shows them. */
export const namedIn = (change: Change): string[] => ('memberId' in change ? [change.memberId.toLowerCase()] : []);
