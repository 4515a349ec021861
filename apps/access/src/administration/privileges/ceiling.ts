import { privilegeAboveOwn, RosterError } from '@roster/contracts';
import { beyond, check, difference, type Held, type MemberDifference, type Snapshot } from '@roster/permissions';
import { pairs } from '../../account/accounts/pairs.js';
import { isOwner, type Proposal } from './act.js';
import { heldAt, Holding, instantsOf, measured, NEW_PROJECT, withoutMembers } from './measure.js';
import { replacementsIn } from './replacements.js';

/**
 * The privilege ceiling. Rejects with `privilege.above-own`, naming what is above, in two cases. First, where the
 * change gives somebody a permission that the actor does not hold, or holds for less time. Members count as active for
 * this, and every role that is edited, or replaces another, counts as held. Second, where the change touches somebody
 * who holds more than the actor. Scope bits are compared, not records.
 */
export function requireWithinOwn(proposal: Proposal): void {
  if (isOwner(proposal)) return;
  const { account, after, actorId, now, projectId } = proposal;
  const roleIds = writtenRoles(proposal);
  const changed = changedMembers(proposal);
  const memberIds = new Set([...proposal.named, ...changed, ...holdersOf(proposal, new Set(roleIds))]);
  const whom = { actorId, memberIds, roleIds, projectId };
  const before = measured(account, whom);
  const next = measured(after, { ...whom, givenRoleIds: replacementsIn(proposal) });
  // The actor is measured as they are: they are not added to the project team that the change is about.
  const alone = measured(account, { actorId, memberIds: new Set(), roleIds: [], projectId: undefined });
  const own = new Holding(alone, actorId, now);
  requireTouchable(proposal, { memberIds, before, own });
  for (const { at, ...gain } of gains({ before, next, own, now, changed })) {
    refuse(beyond(gain.gained, own.until(at, gain.projectId)));
  }
}

/** Roles that are new, or whose grants change. */
function writtenRoles({ account, after }: Proposal): string[] {
  return pairs(account.policy.roles, after.policy.roles).flatMap(({ before, after: is }) =>
    is && JSON.stringify(before?.grants) !== JSON.stringify(is.grants) ? [is.id] : [],
  );
}

/** Members whose own sources of permissions change. A new manager is not a source. */
function changedMembers({ account, after }: Proposal): Set<string> {
  const changed = pairs(account.policy.members, after.policy.members).flatMap(({ before, after: is }) => {
    const [was, will] = [before, is].map((member) => member && { ...member, managerId: undefined });
    const id = (before ?? is)?.id;
    return id && JSON.stringify(was) !== JSON.stringify(will) ? [id] : [];
  });
  return new Set(changed);
}

function holdersOf({ account }: Proposal, written: ReadonlySet<string>): string[] {
  if (written.size === 0) return [];
  return account.policy.members.filter(({ roleIds }) => roleIds.some((id) => written.has(id))).map(({ id }) => id);
}

/**
 * Rejects where the change touches somebody who holds more than the actor. Nobody may touch the owner but the owner.
 * A change of one project is compared within that project only. The error names what the other member holds only to an
 * actor who may see it (RP-55).
 */
function requireTouchable(
  proposal: Proposal,
  { memberIds, before, own }: { memberIds: ReadonlySet<string>; before: Snapshot; own: Holding },
): void {
  const { account, actorId, now, confinedTo } = proposal;
  const others = new Set([...memberIds].filter((id) => id !== actorId));
  if (others.has(account.policy.ownerMemberId)) throw new RosterError(privilegeAboveOwn);
  const sees = check(account.snapshot, { memberId: actorId, permission: 'permissions:view' }, now);
  for (const { memberId, projectId: where, gained: held } of difference(withoutMembers(account), before, now)) {
    if (!others.has(memberId) || (confinedTo && (where === undefined || !confinedTo.has(where)))) continue;
    refuse(beyond(held, own.until(now, where)), sees);
  }
}

interface Gains {
  readonly before: Snapshot;
  readonly next: Snapshot;
  readonly own: Holding;
  readonly now: number;
  readonly changed: ReadonlySet<string>;
}

/**
 * The permissions gained now, and those gained later, when something expires. A member who only holds an edited role
 * gains no more, outside of projects, than the stand-in that `measured` adds for that role. So such members are not
 * looked at one by one.
 */
function* gains({ before, next, own, now, changed }: Gains): Generator<MemberDifference & { at: number }> {
  for (const at of [now, ...own.instants]) {
    for (const gain of difference(before, next, at)) yield { at, ...gain };
  }
  for (const memberId of next.members.keys()) {
    const projects = projectsOf(next, memberId);
    if (!changed.has(memberId) && projects.length === 0) continue;
    const ends = new Set([...instantsOf(before, memberId, now), ...instantsOf(next, memberId, now)]);
    for (const at of ends) {
      for (const projectId of [undefined, NEW_PROJECT, ...projects]) {
        const [was, is] = [before, next].map((snapshot) => heldAt(snapshot, memberId, at, projectId));
        const gained = beyond(is ?? {}, was ?? {});
        yield { at, memberId, ...(projectId !== undefined && { projectId }), gained, lost: {} };
      }
    }
  }
}

const projectsOf = ({ projects }: Snapshot, memberId: string): string[] =>
  [...projects.values()].filter(({ id, team }) => id !== NEW_PROJECT && team.has(memberId)).map(({ id }) => id);

function refuse(above: Held, isNamed = true): void {
  if (Object.keys(above).length === 0) return;
  throw new RosterError(privilegeAboveOwn, undefined, isNamed ? { details: { above } } : {});
}
