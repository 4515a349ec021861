import { privilegeAboveOwn, RosterError } from '@roster/contracts';
import { reachGained } from '@roster/permissions';
import { isOwner, ownsProject, type Proposal } from './act.js';
import { instantsOf } from './measure.js';

/**
 * Rejects with `privilege.above-own` where the change would let the actor reach records of others that they did not
 * reach before, even if they gain no permission. The owner may do so, and in a project its owner.
 */
export function requireNoReach(proposal: Proposal): void {
  if (isOwner(proposal)) return;
  const { account, after, actorId, now } = proposal;
  const [before, next] = [account.snapshot, after.snapshot];
  const ends = new Set([...instantsOf(before, actorId, now), ...instantsOf(next, actorId, now)]);
  for (const at of [now, ...ends]) {
    for (const { permission, projectId } of reachGained(before, next, { memberId: actorId, now: at })) {
      if (projectId !== undefined && ownsProject(proposal, projectId)) continue;
      throw new RosterError(privilegeAboveOwn, 'You would reach records of others that you do not reach now', {
        details: { reach: { permission, ...(projectId !== undefined && { projectId }) } },
      });
    }
  }
}
