import {
  decide,
  denial,
  explain,
  type CompiledAccount,
  type Decision,
  type Explanation,
  type Question,
} from '@roster/permissions';

/** A question that the evaluator can be asked; or why it cannot. */
export type ResolvedQuestion = Question | 'property_required';

/** The decision on what the door let in, at the instant `now` (ms). An account that is not there: `unknown_account`. */
export function decided(account: CompiledAccount | undefined, question: ResolvedQuestion, now: number): Decision {
  if (question === 'property_required') return denial(question, account?.version ?? 0);
  return account ? account.decide(question, now) : decide(undefined, question, now);
}

/** The same with every step that led to it; nothing that could be given helps where a property is missing. */
export function explained(account: CompiledAccount | undefined, question: ResolvedQuestion, now: number): Explanation {
  if (question === 'property_required') {
    return { ...decided(account, question, now), trace: [{ step: 0, outcome: question }], remedies: [] };
  }
  return account ? account.explain(question, now) : explain(undefined, question, now);
}
