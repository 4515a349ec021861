import { type Filter, type OwnerPredicate } from '../../filter/filter.js';
import type { FilterQuestion } from '../../filter/filter-of.js';
import { ALL, UNOWNED } from '../../scope/scope.js';
import type { CompiledEvaluator } from './compiled-evaluator.js';
import { INDEX_SHIFT, PROJECT, SCOPED } from '../plan.js';
import type { Tables } from '../tables.js';
import { bitsOf, DATED, isAllowed, isOwnership, reasonOf } from './verdict.js';

/** Which records a member reaches, by the verdict on the same question without a record. */
export function filterOn(tables: Tables, evaluator: CompiledEvaluator, question: FilterQuestion, now: number): Filter {
  const { memberId, permission, projectId } = question;
  const { moment } = evaluator;
  const of = evaluator.verdictOn({ memberId, permission, ...(projectId !== undefined && { projectId }) }, now);
  // A verdict that leans on nothing may have left the moment of a question before.
  if ((of & DATED) === 0) moment.at(now);
  const asked = tables.plan.asked.get(permission) ?? 0;
  const looksAtRecords = isAllowed(of) && !isOwnership(of) && (asked & SCOPED) !== 0;
  const within = looksAtRecords && (asked & PROJECT) !== 0 && projectId !== undefined ? { projectId } : {};
  const bits = bitsOf(of);
  const member = tables.members.find(memberId);
  const predicate =
    !looksAtRecords || bits === ALL
      ? undefined
      : member === undefined
        ? visitorPredicate(memberId, bits)
        : evaluator.reach.predicate(member, asked >> INDEX_SHIFT, bits, within.projectId);

  const dated = { version: tables.version, now, ...(moment.until !== Infinity && { until: moment.until }) };
  if (!isAllowed(of)) return { kind: 'none', reason: reasonOf(of), ...dated };
  return predicate ? { kind: 'owners', predicate, ...within, ...dated } : { kind: 'all', ...within, ...dated };
}

const visitorPredicate = (memberId: string, bits: number): OwnerPredicate => ({
  memberId,
  roleIds: [],
  teamIds: [],
  managed: false,
  unowned: (bits & UNOWNED) !== 0,
});

/** The owners that a predicate means, in no order; undefined where there are more than `limit`. */
export function ownersBy(tables: Tables, predicate: OwnerPredicate, now: number, limit: number): string[] | undefined {
  const { members, roles, sets } = tables;
  const bySet = sets.holding(new Set(predicate.roleIds.flatMap((id) => roles.find(id) ?? [])));
  const byTeam = members.onTeams(new Set(predicate.teamIds), now);
  const self = members.numbers.get(predicate.memberId);
  const manager = predicate.managed ? self : undefined;
  const owners = [predicate.memberId];
  for (let member = 0; member < members.end; member++) {
    const isReached =
      bySet[members.setOf(member)] === 1 ||
      byTeam[members.teamOf(member)] === 1 ||
      (manager !== undefined && members.isManagedBy(member, manager));
    if (!isReached || member === self || !members.isPresent(member)) continue;
    owners.push(members.idOf(member));
    if (owners.length > limit) return undefined;
  }
  return owners.length > limit ? undefined : owners;
}
