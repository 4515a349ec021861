import { memberIsOwner, roleOwnersOnly, RosterError, type SetMemberRoles } from '@roster/contracts';
import { withMember, type StoredAccount } from '../../account/accounts/stored-account.js';
import type { Setting } from '../changes/setting.js';
import { personOf } from '../../account/members/member-of.js';
import { ownersRole, rootRole } from '../ownership/ownership.js';
import { sameRoles } from '../../account/assignments/assignments.js';
import { chosenRoles } from './chosen-roles.js';

/**
 * Replaces the roles of a member. The owner keeps the owner's role, and only the owner may have the root of the tree.
 */
export function withRolesSet(
  { account }: Pick<Setting, 'account'>,
  input: Pick<SetMemberRoles, 'memberId' | 'roleIds'>,
): StoredAccount {
  const { stored, preset } = account;
  const { id: memberId, roleIds: held } = personOf(account, input.memberId);
  const roleIds = chosenRoles(account, input.roleIds).map(({ id }) => id);
  if (sameRoles(held, roleIds)) return stored;
  if (memberId === stored.ownerMemberId) {
    const kept = ownersRole(stored, preset);
    if (kept && !roleIds.includes(kept)) throw new RosterError(memberIsOwner);
  } else {
    const root = rootRole(stored, preset);
    if (root && roleIds.includes(root)) throw new RosterError(roleOwnersOnly);
  }
  return withMember(stored, memberId, (member) => ({ ...member, roleIds }));
}
