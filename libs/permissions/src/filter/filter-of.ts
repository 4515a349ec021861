import { isAllowing } from '../decision/decision.js';
import { Evaluation, open } from '../decision/evaluation.js';
import { endedBeforeReach } from '../decision/order.js';
import { reachedUntil, reachOf, type Reach } from '../decision/reach.js';
import { ALL } from '../scope/scope.js';
import type { Snapshot } from '../snapshot/snapshot.js';
import type { Filter, OwnerPredicate } from './filter.js';

export interface FilterQuestion {
  readonly memberId: string;
  /** `feature:action`; where it has variants, see `variantValues`. */
  readonly permission: string;
  readonly projectId?: string;
}

/** Which records the member reaches at the instant `now` (ms), by the same steps as a decision about one of them. */
export function filterOf(snapshot: Snapshot | undefined, question: FilterQuestion, now: number): Filter {
  const evaluation = open(snapshot, question, now);
  if (!(evaluation instanceof Evaluation)) {
    const { reason, version, until } = evaluation;
    return { kind: 'none', reason, version, now, ...(until !== undefined && { until }) };
  }
  const ended = endedBeforeReach(evaluation);
  const { permission, project, bits } = evaluation;
  const reach = ended || permission.kind === 'toggle' || bits === ALL ? undefined : reachOf(evaluation);
  if (reach) leanOnTeams(evaluation, reach);

  const { version } = evaluation.snapshot;
  const dated = { version, now, ...(evaluation.until !== Infinity && { until: evaluation.until }) };
  if (ended && !isAllowing(ended)) return { kind: 'none', reason: ended, ...dated };
  // An owner reaches what carries another project too, and a toggle does not look at records.
  const within = project && !ended && permission.kind === 'scoped' ? { projectId: project.id } : {};
  return reach
    ? { kind: 'owners', predicate: predicateOf(reach), ...within, ...dated }
    : { kind: 'all', ...within, ...dated };
}

/** The members whose records the predicate takes in at `now` (ms): the instant that it was made for, or it means less. */
export function ownersOf(snapshot: Snapshot, predicate: OwnerPredicate, now: number): string[] {
  const { memberId, roleIds, teamIds, managed } = predicate;
  const teams = new Map(teamIds.map((teamId) => [teamId, Infinity]));
  const reach = { memberId, roleIds: new Set(roleIds), teams, managed, unowned: false };
  const others = [...snapshot.members.keys()].filter(
    (id) => id !== memberId && reachedUntil(snapshot, reach, id) > now,
  );
  return [memberId, ...others];
}

const predicateOf = ({ memberId, roleIds, teams, managed, unowned }: Reach): OwnerPredicate => ({
  memberId,
  roleIds: [...roleIds],
  teamIds: [...teams.keys()],
  managed,
  unowned,
});

/** A list may change with any membership of the teams that are reached, his own or another's. */
function leanOnTeams(evaluation: Evaluation, { teams }: Reach): void {
  if (teams.size === 0) return;
  for (const member of evaluation.snapshot.members.values())
    for (const [teamId, ends] of member.teams)
      if (teams.has(teamId) && !evaluation.isExpired(ends)) evaluation.leansOn(ends);
}
