import { SCOPE_NAMES, scopeBits, type ScopeName } from '../scope/scope.js';
import { compileException, type Exception } from '../snapshot/snapshot.js';
import { isAllowing, type Remedy } from './decision.js';
import type { Evaluation } from './evaluation.js';
import { decidingReason } from './order.js';
import { denials } from './rules.js';

/**
 * The smallest sets of changes of which each one alone allows what is asked about; none where no such change helps.
 *
 * It follows the decision order: it undoes what ends the decision and asks again, until the question is allowed. Every
 * change found that way is needed, because without it the decision would end at the same place. Only the last change,
 * the grant, leaves a choice. So each set is minimal, and there are no others.
 */
export function remediesFor(evaluation: Evaluation): Remedy[][] {
  const reason = decidingReason(evaluation);
  if (isAllowing(reason)) return [[]];
  const { member, project } = evaluation;
  const after = (changed: Parameters<Evaluation['with']>[0], ...changes: Remedy[]) =>
    remediesFor(evaluation.with(changed)).map((rest) => [...changes, ...rest]);

  switch (reason) {
    case 'member_not_active':
      return after({ member: { ...member, status: 'active' } }, { kind: 'activate' });
    case 'not_on_team': {
      if (!project) return [];
      const team = new Map(project.team).set(member.id, Infinity);
      return after({ project: { ...project, team } }, { kind: 'addToTeam', projectId: project.id });
    }
    case 'exception_deny': {
      const inTheWay = denials(evaluation);
      const exceptions = member.exceptions.filter((exception) => !inTheWay.includes(exception));
      return after({ member: { ...member, exceptions } }, ...removals(inTheWay));
    }
    case 'no_grant':
    case 'owner_unknown':
    case 'out_of_scope':
      return smallestScopes(evaluation).map((scope) => [
        { kind: 'grant', permission: evaluation.permission.key, scope: [scope] },
      ]);
    default:
      return [];
  }
}

/**
 * The remedies that remove DENYs. Accounts from elsewhere may contain the same exception twice; one remedy removes
 * both.
 */
function removals(denies: readonly Exception[]): Remedy[] {
  const distinct = denies.filter(
    ({ index, projectId }, at) =>
      denies.findIndex((other) => other.index === index && other.projectId === projectId) === at,
  );
  return distinct.map(({ permission, projectId }) => ({
    kind: 'removeDeny',
    permission,
    ...(projectId !== undefined && { projectId }),
  }));
}

/**
 * The smallest single scopes of which one more grant would allow it. Scopes that include another of them are left out.
 */
function smallestScopes(evaluation: Evaluation): ScopeName[] {
  const names = evaluation.permission.kind === 'toggle' ? (['all'] as const) : SCOPE_NAMES;
  const useful = names.filter((name) => isAllowing(decidingReason(granting(evaluation, name))));
  const isWider = (name: ScopeName, other: ScopeName) =>
    name !== other && (scopeBits([name]) & scopeBits([other])) === scopeBits([other]);
  return useful.filter((name) => !useful.some((other) => isWider(name, other)));
}

/** The same question, if the member had one more exception in the account. */
function granting(evaluation: Evaluation, name: ScopeName): Evaluation {
  const { member, permission, snapshot } = evaluation;
  const grant = compileException(snapshot.catalogue, { permission: permission.key, effect: 'allow', scope: [name] });
  return grant ? evaluation.with({ member: { ...member, exceptions: [...member.exceptions, grant] } }) : evaluation;
}
