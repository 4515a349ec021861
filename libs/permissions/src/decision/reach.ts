import { OWN, SAME_ROLE, SUBORDINATE, TEAM, UNOWNED } from '../scope/scope.js';
import type { Member, Role } from '../snapshot/snapshot.js';
import type { Frame } from './frame.js';

/** The tree of roles and the chain of managers are at most this deep: a longer walk would be a cycle. */
const MAX_DEPTH = 32;

/** Whether what the member holds (short of ALL) reaches a record of this owner; null for nobody's. */
export function reaches(frame: Frame, ownerId: string | null): boolean {
  const { bits, member, snapshot } = frame;
  if (ownerId === null) return (bits & UNOWNED) !== 0;
  if (ownerId === member.id) return (bits & OWN) !== 0;
  const owner = snapshot.members.get(ownerId);
  // An owner who is no member (deleted, withdrawn, unknown) is reached by ALL only.
  if (!owner) return false;
  return (
    ((bits & SAME_ROLE) !== 0 && viewpoints(frame, SAME_ROLE).some((role) => owner.roleSet.roles.includes(role))) ||
    ((bits & SUBORDINATE) !== 0 && isSubordinate(frame, owner)) ||
    ((bits & TEAM) !== 0 && snapshot.teamsEnabled && sharesTeam(frame, owner))
  );
}

/**
 * The roles from which a bit is seen: those that granted this permission with that bit, so that an unrelated second
 * role never widens; any role of the member where an exception gave it. Agent access is no role and sees from none.
 */
function viewpoints(frame: Frame, bit: number): readonly Role[] {
  const { member, permission } = frame;
  const seesFromAll = member.exceptions.some(
    (exception) => ((exception.row?.[permission.index] ?? 0) & bit) !== 0 && frame.counts(exception),
  );
  const { roles } = member.roleSet;
  return seesFromAll ? roles : roles.filter(({ row }) => ((row[permission.index] ?? 0) & bit) !== 0);
}

function isSubordinate(frame: Frame, owner: Member): boolean {
  const { subordinateBasis } = frame.snapshot.catalogue;
  const byTree = subordinateBasis !== 'userManager' && isBelowInTree(owner, viewpoints(frame, SUBORDINATE));
  return byTree || (subordinateBasis !== 'roleTree' && isManagedBy(frame, owner));
}

/** Whether the owner holds a strict descendant of one of these roles. */
function isBelowInTree(owner: Member, above: readonly Role[]): boolean {
  return owner.roleSet.roles.some((role) => {
    let manager = role.manager;
    for (let depth = 0; manager && depth < MAX_DEPTH; depth++) {
      if (above.includes(manager)) return true;
      manager = manager.manager;
    }
    return false;
  });
}

/** Whether following the owner's manager upwards reaches the member. */
function isManagedBy({ member, snapshot }: Frame, owner: Member): boolean {
  let managerId = owner.managerId;
  for (let depth = 0; managerId && depth < MAX_DEPTH; depth++) {
    if (managerId === member.id) return true;
    managerId = snapshot.members.get(managerId)?.managerId;
  }
  return false;
}

function sharesTeam(frame: Frame, owner: Member): boolean {
  for (const [teamId, ends] of frame.member.teams) {
    const ownerEnds = owner.teams.get(teamId);
    if (ownerEnds === undefined || frame.isExpired(ends) || frame.isExpired(ownerEnds)) continue;
    frame.leansOn(Math.min(ends, ownerEnds));
    return true;
  }
  return false;
}
