import { scopeNames } from '../scope/scope.js';
import type { Snapshot } from '../snapshot/snapshot.js';
import { isAllowing, type Decision, type Explanation, type Question, type Reason, type TraceStep } from './decision.js';
import { open, type Frame } from './frame.js';
import { grantable, granted, inReach, notDenied, ownership, projectNamed, standing } from './rules.js';
import { denySources, grantSources } from './sources.js';

/** Steps 2 to 7 of the decision order; the first that gives a reason ends it. Step 1 opens the frame, 8 closes it. */
const RULES = [
  { step: 2, rule: standing },
  { step: 3, rule: projectNamed },
  { step: 4, rule: ownership },
  { step: 5, rule: grantable },
  { step: 6, rule: notDenied, sources: denySources },
  { step: 7, rule: granted, sources: grantSources },
] as const;

/** The decision at the instant `now` (ms). Never throws: what is not known is a DENY with its reason. */
export function decide(snapshot: Snapshot | undefined, question: Question, now: number): Decision {
  const frame = open(snapshot, question, now);
  return typeof frame === 'string' ? unknown(snapshot, frame) : answer(frame, decidingReason(frame));
}

export const check = (snapshot: Snapshot | undefined, question: Question, now: number): boolean =>
  decide(snapshot, question, now).allowed;

/** The same decision, with every step that led to it and who gave what. */
export function explain(snapshot: Snapshot | undefined, question: Question, now: number): Explanation {
  const frame = open(snapshot, question, now);
  if (typeof frame === 'string') return { ...unknown(snapshot, frame), trace: [{ step: 1, outcome: frame }] };
  const trace: TraceStep[] = [{ step: 1, outcome: 'passed' }];
  return { ...answer(frame, decidingReason(frame, trace)), trace };
}

/** The one path that every verb takes; a trace only listens. */
function decidingReason(frame: Frame, trace?: TraceStep[]): Reason {
  for (const entry of RULES) {
    const reason = entry.rule(frame);
    trace?.push({
      step: entry.step,
      outcome: reason ?? 'passed',
      ...('sources' in entry && { sources: entry.sources(frame) }),
    });
    if (reason) return reason;
  }
  const reason = inReach(frame);
  trace?.push({ step: 8, outcome: reason });
  return reason;
}

const answer = (frame: Frame, reason: Reason): Decision => {
  const allowed = isAllowing(reason);
  const scope = scopeNames(frame.bits);
  const { version } = frame.snapshot;
  return frame.until === Infinity
    ? { allowed, reason, scope, version }
    : { allowed, reason, scope, version, until: frame.until };
};

const unknown = (snapshot: Snapshot | undefined, reason: Reason): Decision => ({
  allowed: false,
  reason,
  scope: [],
  version: snapshot?.version ?? 0,
});
