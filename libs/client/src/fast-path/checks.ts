import type { Check } from '@roster/contracts';
import { needsRegister, resolveQuestion, type CompiledAccount, type Decision } from '@roster/permissions';
import { decided } from '../decision/decided.js';
import { questionOf } from '../decision/wire.js';

/**
 * The decision at `now` (ms), if the account and the question are enough for it; undefined where the record register
 * may be needed.
 */
export function fastDecision(account: CompiledAccount, check: Check, now: number): Decision | undefined {
  const { catalogue } = account;
  const { memberId, permission, projectId, record, actionProperties } = check;
  if (!record && !actionProperties && !catalogue.find(permission)?.variants.length) {
    const question = { memberId: memberId.toLowerCase(), permission };
    return account.decide(
      projectId === undefined ? question : { ...question, projectId: projectId.toLowerCase() },
      now,
    );
  }
  const asked = questionOf(check, catalogue);
  if (needsRegister(catalogue, asked)) return undefined;
  return decided(account, resolveQuestion(catalogue, asked), now);
}

/** All decisions at one instant; undefined where one of them cannot be made. */
export function fastDecisions(account: CompiledAccount, checks: readonly Check[], now: number): Decision[] | undefined {
  const decisions: Decision[] = [];
  for (const check of checks) {
    const decision = fastDecision(account, check, now);
    if (!decision) return undefined;
    decisions.push(decision);
  }
  return decisions;
}

/** The JSON of `decisionOf`. Reasons and scopes are our own words, in which nothing needs escaping. */
export function decisionJson({ allowed, reason, scope, version, until }: Decision): string {
  const scopes = scope.length === 0 ? '' : `"${scope.join('","')}"`;
  const end = until === undefined ? '' : `,"until":"${new Date(until).toISOString()}"`;
  return `{"allowed":${allowed},"reason":"${reason}","scope":[${scopes}],"version":${version}${end}}`;
}

export const decisionsJson = (decisions: readonly Decision[]): string =>
  `{"results":[${decisions.map(decisionJson).join(',')}]}`;
