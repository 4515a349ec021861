import type { Check, CheckDecision, CheckTraceStep } from '@roster/contracts';
import type { Decision, Explanation, Question, Source, TraceStep } from '@roster/permissions';

/** A question as it stands on the wire, ready for the evaluator. Ids are UUIDs, which have one spelling here. */
export function questionOf({ memberId, permission, projectId, record }: Check): Question {
  return {
    memberId: memberId.toLowerCase(),
    permission,
    ...(projectId !== undefined && { projectId: projectId.toLowerCase() }),
    ...(record && {
      record: {
        type: record.type,
        ...(record.id !== undefined && { id: record.id }),
        ...(record.ownerId !== undefined && { ownerId: record.ownerId?.toLowerCase() ?? null }),
      },
    }),
  };
}

export function decisionOf(decision: Decision | Explanation): CheckDecision {
  const { allowed, reason, scope, version, until } = decision;
  return {
    allowed,
    reason,
    scope: [...scope],
    version,
    ...(until !== undefined && { until: new Date(until).toISOString() }),
    ...('trace' in decision && { trace: decision.trace.map(stepOf) }),
  };
}

function stepOf({ step, outcome, sources }: TraceStep): CheckTraceStep {
  const detail = sources?.map(sentence).join('; ');
  return { step: String(step), outcome, ...(detail && { detail }) };
}

function sentence(source: Source): string {
  const scope = source.scope.join(', ');
  if (source.kind === 'role') return `role ${source.roleId}: ${scope}`;
  if (source.kind !== 'exception') return `${source.kind}: ${scope}`;
  const where = source.projectId ? ` in project ${source.projectId}` : '';
  return `exception ${source.effect} ${source.permission}${where}${scope ? `: ${scope}` : ''}`;
}
