import { roleAboveOwn, RosterError } from '@roster/contracts';
import { pairs } from '../../account/accounts/pairs.js';
import type { StoredRole } from '../../account/roles/role.js';
import { isAtOrBelow } from '../../account/roles/role-tree.js';
import { isOwner, type Proposal } from './act.js';
import { replacementsIn } from './replacements.js';

/**
 * Rejects with `role.above-own` in a product with a tree of roles where a role that is given, edited or moved, or a new
 * manager role, is not at or below one of the actor's own roles.
 */
export function requireBelowOwn(proposal: Proposal): void {
  const { account, actorId } = proposal;
  if (isOwner(proposal) || !account.preset.roleTree) return;
  const own = new Set(account.policy.members.find(({ id }) => id === actorId)?.roleIds);
  for (const roleId of rolesConcerned(proposal)) {
    if (isAtOrBelow(account.roles, roleId, own)) continue;
    throw new RosterError(roleAboveOwn, undefined, { details: { roleId } });
  }
}

function rolesConcerned(proposal: Proposal): Set<string> {
  const { account, after } = proposal;
  const given = pairs(account.stored.members, after.stored.members).flatMap(({ before, after: is }) =>
    (is?.roleIds ?? []).filter((id) => !before?.roleIds.includes(id)),
  );
  const written = pairs(account.stored.roles, after.stored.roles).flatMap(({ before, after: is }) => {
    const manager = is?.managerRoleId && is.managerRoleId !== before?.managerRoleId ? [is.managerRoleId] : [];
    return before && is && !isSame(before, is) ? [before.id, ...manager] : manager;
  });
  return new Set([...given, ...replacementsIn(proposal), ...written]);
}

/**
 * Whether a role was not edited. The order of display does not matter: it gives nobody a permission. A role that was
 * deleted before is not edited either; its replacement counts as given.
 */
const isSame = (before: StoredRole, after: StoredRole): boolean =>
  before.deleted || JSON.stringify({ ...before, position: 0 }) === JSON.stringify({ ...after, position: 0 });
