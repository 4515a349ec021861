import { evaluateCheck, evaluateChecks, getSnapshot, type CheckDecision, type CheckRequest } from '@roster/contracts';
import type { Peer } from './peer.js';

/**
 * Plays access with presets that no other process has. Nobody else can decide about an account then, so every decision
 * is the test's.
 */
export function answerChecks(access: Peer, decide: (question: CheckRequest) => CheckDecision | undefined): void {
  access.answer(getSnapshot, ({ accountId }) => ({
    found: true,
    preset: 'ortto',
    catalogueHash: 'of other presets',
    version: 1,
    account: { accountId, status: 'active' as const, version: 1, ownerMemberId: accountId, roles: [] },
    members: [],
    next: null,
  }));
  access.answer(evaluateCheck, decide);
  access.answer(evaluateChecks, ({ accountId, checks }) => ({
    results: checks.flatMap((check) => decide({ accountId, ...check }) ?? []),
  }));
}
