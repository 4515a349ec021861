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

/** The names of roles and projects by their ids, for explanations; services that hold an account have none. */
type Names = ReadonlyMap<string, string>;

const NO_NAMES: Names = new Map();

/** What each step of the decision order looks at. */
const STEPS: Readonly<Record<TraceStep['step'], string>> = {
  0: 'variant of the action',
  1: 'account, member and permission are known',
  2: 'member and account are active',
  3: 'project',
  4: 'owner, or on the project team',
  5: 'can be granted',
  6: 'exceptions that deny',
  7: 'roles and exceptions that grant',
  8: 'record',
};

export function decisionOf(decision: Decision | Explanation, names = NO_NAMES): CheckDecision {
  const { allowed, reason, scope, version, until } = decision;
  return {
    allowed,
    reason,
    scope: [...scope],
    version,
    ...(until !== undefined && { until: new Date(until).toISOString() }),
    ...('trace' in decision && { trace: decision.trace.map((step) => stepOf(step, names)) }),
    ...('remedies' in decision && !allowed && { remedies: decision.remedies.map((steps) => steps.map(remedyOf)) }),
  };
}

const remedyOf = (remedy: Remedy): CheckRemedyStep =>
  remedy.kind === 'grant' ? { ...remedy, scope: [...remedy.scope] } : remedy;

function stepOf({ step, outcome, variant, sources }: TraceStep, names: Names): CheckTraceStep {
  const found = (sources ?? []).map((source) => sentence(source, names));
  const detail = [...(variant ? [`asked as ${variant}`] : []), ...found].join('; ');
  return { step: String(step), name: STEPS[step], outcome, ...(detail && { detail }) };
}

function sentence(source: Source, names: Names): string {
  const scope = source.scope.join(', ');
  if (source.kind === 'role') return `role ${named(source.roleId, names)}: ${scope}`;
  if (source.kind !== 'exception') return `${source.kind}: ${scope}`;
  const where = source.projectId ? ` in project ${named(source.projectId, names)}` : '';
  return `exception ${source.effect} ${source.permission}${where}${scope ? `: ${scope}` : ''}`;
}

function named(id: string, names: Names): string {
  const name = names.get(id);
  return name === undefined ? id : `${name} (${id})`;
}
