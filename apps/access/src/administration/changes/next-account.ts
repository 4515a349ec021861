import type { Change } from '@roster/contracts';
import type { StoredAccount } from '../../account/accounts/stored-account.js';
import { withRolesSet } from '../assignments/assigned.js';
import { withPermissionsCopied } from '../exceptions/copied-permissions.js';
import { withException, withoutException } from '../exceptions/exception-changes.js';
import { withManager } from '../managers/manager-change.js';
import { transferred } from '../ownership/ownership.js';
import { createdRole, deletedRole, editedRole, orderedRoles } from '../roles/role-changes.js';
import { createdTeam, deletedTeam, renamedTeam, withMemberTeams, withTeamMembers } from '../teams/team-changes.js';
import type { Setting } from './setting.js';

/**
 * The account after a change. The change itself and its preview both use this function, so they cannot differ. Rejects
 * where the change names something that does not exist, or breaks a rule about the shape of an account.
 */
export function nextAccount(setting: Setting & { readonly actorId: string }, change: Change): StoredAccount {
  switch (change.kind) {
    case 'role.create':
      return createdRole(setting, change);
    case 'role.edit':
      return editedRole(setting, change);
    case 'role.delete':
      return deletedRole(setting, change);
    case 'role.order':
      return orderedRoles(setting, change);
    case 'member.set-roles':
      return withRolesSet(setting, change);
    case 'member.set-manager':
      return withManager(setting, change);
    case 'member.set-teams':
      return withMemberTeams(setting, change);
    case 'team.create':
      return createdTeam(setting, change);
    case 'team.rename':
      return renamedTeam(setting, change);
    case 'team.delete':
      return deletedTeam(setting, change);
    case 'team.set-members':
      return withTeamMembers(setting, change);
    case 'exception.add':
      return withException(setting, change);
    case 'exception.remove':
      return withoutException(setting, change);
    case 'permissions.copy':
      return withPermissionsCopied(setting, change);
    case 'ownership.transfer':
      return transferred(setting.account, setting.actorId, change);
  }
}
