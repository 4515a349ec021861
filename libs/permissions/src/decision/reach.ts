import { SAME_ROLE, SUBORDINATE, TEAM, UNOWNED } from '../scope/scope.js';
import type { Member, Role, Snapshot } from '../snapshot/snapshot.js';
import type { Evaluation } from './evaluation.js';

/** The tree of roles and the chain of managers are at most this deep: a longer walk would be a cycle. */
const MAX_DEPTH = 32;

/** Whose records a member reaches who holds less than ALL. His own are always among them: every set contains OWN. */
export interface Reach {
  readonly memberId: string;
  /** Records of whoever holds one of these roles. */
  readonly roleIds: ReadonlySet<string>;
  /** Records of whoever is on one of these teams: until when the member himself is. */
  readonly teams: ReadonlyMap<string, number>;
  /** Records of those whose chain of managers leads to the member. */
  readonly managed: boolean;
  /** Records of nobody. */
  readonly unowned: boolean;
}

/** What the bits that are held mean for this member. Checks of single records and filters of lists both go by it. */
export function reachOf(evaluation: Evaluation): Reach {
  const { bits, member, snapshot } = evaluation;
  const { subordinateBasis } = snapshot.catalogue;
  const peers = bits & SAME_ROLE ? viewpoints(evaluation, SAME_ROLE) : [];
  const seesBelow = (bits & SUBORDINATE) !== 0;
  const below =
    seesBelow && subordinateBasis !== 'userManager' ? rolesBelow(evaluation, viewpoints(evaluation, SUBORDINATE)) : [];
  const teams = bits & TEAM && snapshot.teamsEnabled ? member.teams : new Map<string, number>();
  return {
    memberId: member.id,
    roleIds: new Set([...peers, ...below].map(({ id }) => id)),
    teams: new Map([...teams].filter(([, ends]) => !evaluation.isExpired(ends))),
    // A partner's member is nobody's manager here, whatever a chain may say.
    managed: seesBelow && subordinateBasis !== 'roleTree' && !member.partner,
    unowned: (bits & UNOWNED) !== 0,
  };
}

/**
 * Until when this owner's records are reached, as far as teams go: Infinity where no team is needed, -Infinity where they
 * are not reached. An owner who is no member (deleted, withdrawn, unknown) is reached by ALL only.
 */
export function reachedUntil(snapshot: Snapshot, reach: Reach, ownerId: string | null): number {
  if (ownerId === null) return reach.unowned ? Infinity : -Infinity;
  if (ownerId === reach.memberId) return Infinity;
  const owner = snapshot.members.get(ownerId);
  if (!owner) return -Infinity;
  if (owner.roleSet.roles.some(({ id }) => reach.roleIds.has(id))) return Infinity;
  if (reach.managed && isManagedBy(snapshot, owner, reach.memberId)) return Infinity;
  return teamSharedUntil(reach.teams, owner.teams);
}

/**
 * The roles from which a bit is seen: those that granted this permission with that bit, so that an unrelated second
 * role never widens; any role of the member where an exception gave it. Agent access is no role and sees from none.
 */
function viewpoints(evaluation: Evaluation, bit: number): readonly Role[] {
  const { member, permission } = evaluation;
  const seesFromAll = member.exceptions.some(
    (exception) => ((exception.row?.[permission.index] ?? 0) & bit) !== 0 && evaluation.counts(exception),
  );
  const { roles } = member.roleSet;
  return seesFromAll ? roles : roles.filter(({ row }) => ((row[permission.index] ?? 0) & bit) !== 0);
}

/** The strict descendants of any of these roles. */
const rolesBelow = ({ snapshot }: Evaluation, above: readonly Role[]): Role[] =>
  [...snapshot.roles.values()].filter((role) => {
    let { manager } = role;
    for (let depth = 0; manager && depth < MAX_DEPTH; depth++) {
      if (above.includes(manager)) return true;
      manager = manager.manager;
    }
    return false;
  });

/** Whether following the owner's manager upwards reaches the member. */
function isManagedBy(snapshot: Snapshot, owner: Member, memberId: string): boolean {
  let { managerId } = owner;
  for (let depth = 0; managerId && depth < MAX_DEPTH; depth++) {
    if (managerId === memberId) return true;
    managerId = snapshot.members.get(managerId)?.managerId;
  }
  return false;
}

/** In any team; the last that they share to end is how long it lasts. */
function teamSharedUntil(mine: ReadonlyMap<string, number>, theirs: ReadonlyMap<string, number>): number {
  let lasts = -Infinity;
  for (const [teamId, ends] of mine) lasts = Math.max(lasts, Math.min(ends, theirs.get(teamId) ?? -Infinity));
  return lasts;
}
