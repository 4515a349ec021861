import { scopeNames } from '../scope/scope.js';
import type { Exception } from '../snapshot/snapshot.js';
import type { Source } from './decision.js';
import type { Evaluation } from './evaluation.js';

/** The DENYs (and the project's ALLOWs that may lift them) that step 6 looked at. */
export function denySources(evaluation: Evaluation): Source[] {
  const { index, base } = evaluation.permission;
  return evaluation.member.exceptions
    .filter((exception) => exception.index === index || exception.index === base)
    .filter((exception) => evaluation.counts(exception) && (exception.effect === 'deny' || exception.projectId))
    .map((exception) => exceptionSource(exception, exception.row?.[exception.index] ?? 0));
}

/** Who gave which bits in step 7. */
export function grantSources(evaluation: Evaluation): Source[] {
  const { member, snapshot, permission } = evaluation;
  const { index } = permission;
  const roles = member.roleSet.roles.map(({ id, row }): Given => [{ kind: 'role', roleId: id }, row[index]]);
  const exceptions = member.exceptions
    .filter((exception) => exception.row?.[index] && evaluation.counts(exception))
    .map((exception) => exceptionSource(exception, exception.row?.[index] ?? 0));
  const agents: Given = [{ kind: 'agentAccess' }, member.agentAccess ? snapshot.agents[index] : 0];
  const everyone: Given = [{ kind: 'everyone' }, member.partner ? 0 : snapshot.everyone[index]];
  const given = [...roles, agents, everyone].flatMap(([who, bits]): Source[] =>
    bits ? [{ ...who, scope: scopeNames(bits) }] : [],
  );
  return [...given, ...exceptions];
}

type Given = [{ kind: 'role'; roleId: string } | { kind: 'agentAccess' | 'everyone' }, number | undefined];

const exceptionSource = ({ effect, permission, projectId, expiresAt }: Exception, bits: number): Source => ({
  kind: 'exception',
  effect,
  permission,
  scope: scopeNames(bits),
  ...(projectId && { projectId }),
  ...(expiresAt !== Infinity && { expiresAt }),
});
