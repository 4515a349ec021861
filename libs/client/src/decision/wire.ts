import type { Check, CheckDecision, CheckRemedyStep, CheckTraceStep, RecordReference } from '@roster/contracts';
import {
  ownerSent,
  type AskedQuestion,
  type Catalogue,
  type Decision,
  type Explanation,
  type Remedy,
  type Source,
  type TraceStep,
} from '@roster/permissions';

type AskedRecord = NonNullable<AskedQuestion['record']>;

/** The question in a message, for `resolveQuestion`. Ids are UUIDs, which have one spelling here. */
export function questionOf(check: Check, catalogue?: Catalogue): AskedQuestion {
  const { memberId, permission, projectId, record, actionProperties } = check;
  return {
    memberId: memberId.toLowerCase(),
    permission,
    ...(projectId !== undefined && { projectId: projectId.toLowerCase() }),
    ...(record && { record: recordOf(record, featureOf(permission), catalogue) }),
    ...(actionProperties && { actionProperties }),
  };
}

function recordOf(record: RecordReference, feature: string, catalogue: Catalogue | undefined): AskedRecord {
  const { type, id, properties } = record;
  const owner = catalogue ? ownerSent(catalogue, feature, record) : record.ownerId;
  return {
    type,
    ...(id !== undefined && { id }),
    ...(owner !== undefined && { ownerId: owner?.toLowerCase() ?? null }),
    ...(properties && { properties }),
  };
}

export const featureOf = (permission: string): string => permission.slice(0, permission.indexOf(':'));

export function decisionOf(decision: Decision | Explanation): CheckDecision {
  const { allowed, reason, scope, version, until } = decision;
  return {
    allowed,
    reason,
    scope: [...scope],
    version,
    ...(until !== undefined && { until: new Date(until).toISOString() }),
    ...('trace' in decision && { trace: decision.trace.map(stepOf) }),
    ...('remedies' in decision && !allowed && { remedies: decision.remedies.map((steps) => steps.map(remedyOf)) }),
  };
}

const remedyOf = (remedy: Remedy): CheckRemedyStep =>
  remedy.kind === 'grant' ? { ...remedy, scope: [...remedy.scope] } : remedy;

function stepOf({ step, outcome, variant, sources }: TraceStep): CheckTraceStep {
  const detail = [...(variant ? [`asked as ${variant}`] : []), ...(sources ?? []).map(sentence)].join('; ');
  return { step: String(step), outcome, ...(detail && { detail }) };
}

function sentence(source: Source): string {
  const scope = source.scope.join(', ');
  if (source.kind === 'role') return `role ${source.roleId}: ${scope}`;
  if (source.kind !== 'exception') return `${source.kind}: ${scope}`;
  const where = source.projectId ? ` in project ${source.projectId}` : '';
  return `exception ${source.effect} ${source.permission}${where}${scope ? `: ${scope}` : ''}`;
}
