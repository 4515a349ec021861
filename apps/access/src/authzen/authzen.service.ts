import { Injectable } from '@nestjs/common';
import type { AuthzenDecision, AuthzenEvaluation, CallContext } from '@roster/contracts';
import { signedIn } from '@roster/service-kit';
import { decide } from '@roster/permissions';
import { requireView } from '../checks/checks.service.js';
import { Snapshots } from '../snapshots/snapshots.js';
import { authzenQuestion, subjectOf } from './authzen.js';

/** The same decisions, asked and answered in the manner of AuthZEN 1.0. */
@Injectable()
export class AuthzenService {
  constructor(private readonly snapshots: Snapshots) {}

  async evaluate(evaluation: AuthzenEvaluation, call: CallContext): Promise<AuthzenDecision> {
    const { accountId, actor, deadline } = signedIn(call);
    const account = await this.snapshots.atLeast(accountId, evaluation.atLeast, deadline);
    const memberId = subjectOf(account, evaluation);
    if (memberId !== actor.memberId) requireView(account, actor.memberId);
    if (!account || !memberId) {
      const reason = account ? 'unknown_member' : 'unknown_account';
      return { decision: false, context: { reason, version: account?.version ?? 0 } };
    }
    const question = authzenQuestion(account, memberId, evaluation);
    const { allowed, reason, version } = decide(account.snapshot, question, Date.now());
    return { decision: allowed, context: { reason, version } };
  }
}
