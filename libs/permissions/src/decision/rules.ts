import { ALL } from '../scope/scope.js';
import type { Exception, Member } from '../snapshot/snapshot.js';
import type { Reason } from './decision.js';
import type { Evaluation } from './evaluation.js';
import { reachedUntil, reachOf } from './reach.js';

/** A step of the decision order. Returns the reason that ends the decision, or undefined to continue. */
type Rule = (evaluation: Evaluation) => Reason | undefined;

/**
 * Step 2: the member and the account must be active. For a partner's member, their own account must be active as well,
 * whatever is asked about.
 */
export const standing: Rule = ({ member, permission, snapshot }) => {
  if (member.status !== 'active') return 'member_not_active';
  if (member.partner?.suspended) return 'account_suspended';
  if (snapshot.suspended && !permission.whileSuspended) return 'account_suspended';
  return undefined;
};

/** Step 3: a permission of project level needs a project. */
export const projectNamed: Rule = ({ permission, question, project }) => {
  if (permission.level !== 'project' || project) return undefined;
  return question.projectId ? 'unknown_project' : 'project_required';
};

/**
 * Step 4: the owner of the account, or of the project, may do everything in it. In a project, everyone else must be on
 * its team.
 */
export const ownership: Rule = (evaluation) => {
  const { snapshot, member, project } = evaluation;
  if (isOwnedBy(member, snapshot)) {
    evaluation.bits = ALL;
    return 'account_owner';
  }
  if (!project) return undefined;
  if (isOwnedBy(member, project)) {
    evaluation.bits = ALL;
    return 'project_owner';
  }
  const leaves = project.team.get(member.id);
  if (leaves === undefined || evaluation.isExpired(leaves)) return 'not_on_team';
  evaluation.leansOn(leaves);
  return undefined;
};

/** A partner's member is never owner here. */
const isOwnedBy = ({ id, partner }: Member, { ownerMemberId }: { readonly ownerMemberId: string }): boolean =>
  id === ownerMemberId && !partner;

/** Step 5: a permission that cannot be granted belongs to the owner only. */
export const grantable: Rule = ({ permission }) => (permission.grantable ? undefined : 'not_grantable');

/** Step 6: a DENY of the key itself, or of the base action, which takes the whole feature with it. */
export const notDenied: Rule = (evaluation) => {
  const { index, base } = evaluation.permission;
  return denialsOf(evaluation, index).length > 0 || denialsOf(evaluation, base).length > 0
    ? 'exception_deny'
    : undefined;
};

/** All DENYs that block the question. */
export function denials(evaluation: Evaluation): readonly Exception[] {
  const { index, base } = evaluation.permission;
  return base === index
    ? denialsOf(evaluation, index)
    : [...denialsOf(evaluation, index), ...denialsOf(evaluation, base)];
}

/**
 * An exception of the project beats one of the account for the same permission, both ways. On the same level DENY beats
 * ALLOW.
 */
function denialsOf(evaluation: Evaluation, index: number): readonly Exception[] {
  const relevant = evaluation.member.exceptions.filter(
    (exception) =>
      exception.index === index && evaluation.counts(exception) && (exception.effect === 'deny' || exception.projectId),
  );
  for (const { expiresAt } of relevant) evaluation.leansOn(expiresAt);
  const lifted = relevant.some(({ effect }) => effect === 'allow');
  return relevant.filter(({ effect, projectId }) => effect === 'deny' && (projectId || !lifted));
}

/** Step 7: the union of what roles, agent access and unexpired ALLOWs give. */
export const granted: Rule = (evaluation) => {
  const { member, permission, snapshot } = evaluation;
  let bits = member.roleSet.row[permission.index] ?? 0;
  if (member.agentAccess) bits |= snapshot.agents[permission.index] ?? 0;
  for (const exception of member.exceptions) {
    const given = exception.row?.[permission.index] ?? 0;
    if (given === 0 || !evaluation.counts(exception)) continue;
    bits |= given;
    evaluation.leansOn(exception.expiresAt);
  }
  evaluation.bits = bits;
  return bits === 0 ? 'no_grant' : undefined;
};

/** Step 8: the record, if one is named and the permission depends on records. */
export const inReach = (evaluation: Evaluation): Reason => {
  const { permission, question, bits } = evaluation;
  if (permission.kind === 'toggle') return 'granted';
  if (!question.record) return bits === ALL ? 'granted' : 'granted_in_part';
  const { type, ownerId, projectId } = question.record;
  if (type !== permission.feature) return 'wrong_type';
  if (evaluation.project && projectId !== undefined && projectId !== evaluation.project.id) return 'wrong_project';
  if (bits === ALL) return 'in_scope';
  // A creation is about the new record. Where it names no owner, the member will own it.
  const owner = ownerId === undefined && evaluation.asked.action === 'create' ? evaluation.member.id : ownerId;
  if (owner === undefined) return 'owner_unknown';
  const lasts = reachedUntil(evaluation.snapshot, reachOf(evaluation), owner);
  if (evaluation.isExpired(lasts)) return 'out_of_scope';
  evaluation.leansOn(lasts);
  return 'in_scope';
};
