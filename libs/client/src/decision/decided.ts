import {
  decide,
  denial,
  explain,
  type CompiledAccount,
  type Decision,
  type Explanation,
  type Question,
} from '@roster/permissions';

/** A question for the evaluator, or the reason why it cannot be asked. */
export type ResolvedQuestion = Question | 'property_required';

/** The decision about a resolved question at `now` (ms). For an account that does not exist: `unknown_account`. */
export function decided(account: CompiledAccount | undefined, question: ResolvedQuestion, now: number): Decision {
  if (question === 'property_required') return denial(question, account?.version ?? 0);
  return account ? account.decide(question, now) : decide(undefined, question, now);
}

/** The same with every step that led to it. Where a property is missing there are no remedies: no grant would help. */
export function explained(account: CompiledAccount | undefined, question: ResolvedQuestion, now: number): Explanation {
  if (question === 'property_required') {
    return { ...decided(account, question, now), trace: [{ step: 0, outcome: question }], remedies: [] };
  }
  return account ? account.explain(question, now) : explain(undefined, question, now);
}
