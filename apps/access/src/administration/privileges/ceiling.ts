import { privilegeAboveOwn, RosterError } from '@roster/contracts';
import { beyond, check, difference, type Held, type MemberDifference, type Snapshot } from '@roster/permissions';
import { pairs } from '../../account/accounts/pairs.js';
import { isOwner, ownsProject, type Proposal } from './act.js';
import { heldAt, Holding, instantsOf, measured, nobody, TOMORROW } from './measure.js';
import { replacementsIn } from './replacements.js';

/**
 * The privilege ceiling. Rejects with `privilege.above-own`, naming what is above, where by the change somebody (as if
 * he were active, held a role that is written, or was given one that replaces another) gains what the actor does not
 * hold, or longer than he holds it, and where it touches somebody who holds more. Bits are compared, not records.
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
  // What he holds is what he holds as he is: on no team but his own.
  const alone = measured(account, { actorId, memberIds: new Set(), roleIds: [], projectId: undefined });
  const own = new Holding(alone, actorId, now);
  requireTouchable(proposal, { memberIds, before, own });
  for (const { at, ...gain } of gains({ before, next, own, now, changed })) {
    refuse(beyond(gain.gained, own.until(at, gain.projectId)));
  }
}

/** Roles that are new, or grant something else than they did. */
function writtenRoles({ account, after }: Proposal): string[] {
  return pairs(account.policy.roles, after.policy.roles).flatMap(({ before, after: is }) =>
    is && JSON.stringify(before?.grants) !== JSON.stringify(is.grants) ? [is.id] : [],
  );
}

/** Those whose own sources change. */
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
 * What is the owner's is nobody's to touch but his own; in his project its owner looks at nothing else. What somebody
 * else holds is named to who may see it (RP-55).
 */
function requireTouchable(
  proposal: Proposal,
  { memberIds, before, own }: { memberIds: ReadonlySet<string>; before: Snapshot; own: Holding },
): void {
  const { account, actorId, now, projectId } = proposal;
  const others = new Set([...memberIds].filter((id) => id !== actorId));
  if (others.has(account.policy.ownerMemberId)) throw new RosterError(privilegeAboveOwn);
  const isHis = ownsProject(proposal, projectId);
  const sees = check(account.snapshot, { memberId: actorId, permission: 'permissions:view' }, now);
  for (const { memberId, projectId: where, gained: held } of difference(nobody(account), before, now)) {
    if (!others.has(memberId) || (isHis && where !== projectId)) continue;
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
 * What is gained at now, and wherever a gain may show only when something has ended. Who only holds a role that is
 * written gains, outside of projects, no more than the one who holds it in his stead.
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
      for (const projectId of [undefined, TOMORROW, ...projects]) {
        const [was, is] = [before, next].map((snapshot) => heldAt(snapshot, memberId, at, projectId));
        const gained = beyond(is ?? {}, was ?? {});
        yield { at, memberId, ...(projectId !== undefined && { projectId }), gained, lost: {} };
      }
    }
  }
}

const projectsOf = ({ projects }: Snapshot, memberId: string): string[] =>
  [...projects.values()].filter(({ id, team }) => id !== TOMORROW && team.has(memberId)).map(({ id }) => id);

function refuse(above: Held, isNamed = true): void {
  if (Object.keys(above).length === 0) return;
  throw new RosterError(privilegeAboveOwn, undefined, isNamed ? { details: { above } } : {});
}
