import type { Reason, TraceStep } from './decision.js';
import type { Evaluation } from './evaluation.js';
import { grantable, granted, inReach, notDenied, ownership, projectNamed, standing } from './rules.js';
import { denySources, grantSources } from './sources.js';

/** Steps 2 to 7 of the decision order; the first that gives a reason ends it. Step 1 opens the evaluation, 8 closes it. */
const RULES = [
  { step: 2, rule: standing },
  { step: 3, rule: projectNamed },
  { step: 4, rule: ownership },
  { step: 5, rule: grantable },
  { step: 6, rule: notDenied, sources: denySources },
  { step: 7, rule: granted, sources: grantSources },
] as const;

/** What ends the decision before a record is looked at: nothing, where the member holds the permission as anybody may. */
export function endedBeforeReach(evaluation: Evaluation, trace?: TraceStep[]): Reason | undefined {
  for (const entry of RULES) {
    const reason = entry.rule(evaluation);
    trace?.push({
      step: entry.step,
      outcome: reason ?? 'passed',
      ...('sources' in entry && { sources: entry.sources(evaluation) }),
    });
    if (reason) return reason;
  }
  return undefined;
}

/** The one path that every verb takes; a trace only listens. */
export function decidingReason(evaluation: Evaluation, trace?: TraceStep[]): Reason {
  const ended = endedBeforeReach(evaluation, trace);
  if (ended) return ended;
  const reason = inReach(evaluation);
  trace?.push({ step: 8, outcome: reason });
  return reason;
}
