import { scopeNames } from '../scope/scope.js';
import type { Snapshot } from '../snapshot/snapshot.js';
import { isAllowing, type Decision, type Explanation, type Question, type Reason, type TraceStep } from './decision.js';
import { Evaluation, open } from './evaluation.js';
import { decidingReason } from './order.js';
import { remediesFor } from './remedies.js';

/** The decision at the instant `now` (ms). Never throws: what is not known is a DENY with its reason. */
export function decide(snapshot: Snapshot | undefined, question: Question, now: number): Decision {
  const evaluation = open(snapshot, question, now);
  return evaluation instanceof Evaluation ? answer(evaluation, decidingReason(evaluation)) : evaluation;
}

export const check = (snapshot: Snapshot | undefined, question: Question, now: number): boolean =>
  decide(snapshot, question, now).allowed;

/** The same decision, with every step that led to it, who gave what, and what would turn a denial into an ALLOW. */
export function explain(snapshot: Snapshot | undefined, question: Question, now: number): Explanation {
  const evaluation = open(snapshot, question, now);
  const trace = doorSteps(question);
  if (!(evaluation instanceof Evaluation))
    return { ...evaluation, trace: [...trace, { step: 1, outcome: evaluation.reason }], remedies: [] };
  trace.push({ step: 1, outcome: 'passed' });
  const decision = answer(evaluation, decidingReason(evaluation, trace));
  return { ...decision, trace, remedies: decision.allowed ? [] : remediesFor(evaluation) };
}

/** Which variant of what was asked about the door chose; nothing where there was nothing to choose. */
const doorSteps = ({ permission, variantOf }: Question): TraceStep[] =>
  variantOf === undefined ? [] : [{ step: 0, outcome: 'passed', variant: permission }];

function answer(evaluation: Evaluation, reason: Reason): Decision {
  const allowed = isAllowing(reason);
  const scope = scopeNames(evaluation.bits);
  const { version } = evaluation.snapshot;
  return evaluation.until === Infinity
    ? { allowed, reason, scope, version }
    : { allowed, reason, scope, version, until: evaluation.until };
}
