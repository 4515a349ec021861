import { SCOPE_NAMES, scopeBits, type ScopeName } from '../scope/scope.js';
import { compileException, type Exception } from '../snapshot/snapshot.js';
import { isAllowing, type Remedy } from './decision.js';
import type { Evaluation } from './evaluation.js';
import { decidingReason } from './order.js';
import { denials } from './rules.js';

/**
 * The smallest sets of changes any one of which allows what is asked about; none where nothing of these helps.
 *
 * It follows the decision order: what ends the decision is undone, and the question asked again, until it is allowed.
 * Every change found that way is needed, for without it the decision would end where it did; and only the last, the grant,
 * leaves a choice. So each set is minimal, and there are no others.
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

/** What the store calls one exception may be there twice in an account that comes from elsewhere: it goes as one. */
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

/** The single scopes by which one more grant would allow it, but for those that give all that another one does. */
function smallestScopes(evaluation: Evaluation): ScopeName[] {
  const names = evaluation.permission.kind === 'toggle' ? (['all'] as const) : SCOPE_NAMES;
  const useful = names.filter((name) => isAllowing(decidingReason(granting(evaluation, name))));
  const isWider = (name: ScopeName, other: ScopeName) =>
    name !== other && (scopeBits([name]) & scopeBits([other])) === scopeBits([other]);
  return useful.filter((name) => !useful.some((other) => isWider(name, other)));
}

/** The same question, had the member one more exception of the account. */
function granting(evaluation: Evaluation, name: ScopeName): Evaluation {
  const { member, permission, snapshot } = evaluation;
  const grant = compileException(snapshot.catalogue, { permission: permission.key, effect: 'allow', scope: [name] });
  return grant ? evaluation.with({ member: { ...member, exceptions: [...member.exceptions, grant] } }) : evaluation;
}
