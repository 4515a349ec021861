import { Injectable } from '@nestjs/common';
import { decided, decisionOf, explained, questionOf, type ResolvedQuestion } from '@roster/client';
import type {
  CallContext,
  Check,
  CheckBatch,
  CheckBatchRequest,
  CheckDecision,
  CheckDecisions,
  CheckRequest,
} from '@roster/contracts';
import type { CompiledAccount } from '@roster/permissions';
import { invalid, signedIn } from '@roster/service-kit';
import { DecisionPoint } from '../../ledger/feed/decision-point.js';
import { requireView } from '../../account/accounts/asker.js';
import { QuestionResolver } from './question-resolver.js';

/** An explanation takes a thousand times as long as a decision, and everybody else waits meanwhile. */
const MOST_EXPLAINED = 100;

/** Answers questions. What is not known is a denial with its reason, never an error. */
@Injectable()
export class ChecksService {
  constructor(
    private readonly decisions: DecisionPoint,
    private readonly resolver: QuestionResolver,
  ) {}

  /** The account is the one in the request: who may ask about it is not known here (`docs/decisions.md` 11). */
  async evaluate(request: CheckRequest, { deadline }: CallContext): Promise<CheckDecision> {
    const account = await this.decisions.account(request.accountId, request.atLeast, deadline);
    const [decision] = await this.answers(account, [request], request.explain);
    if (!decision) throw new Error('One question has one answer');
    return decision;
  }

  async evaluateMany(request: CheckBatchRequest, { deadline }: CallContext): Promise<CheckDecisions> {
    const account = await this.decisions.account(request.accountId, request.atLeast, deadline);
    return { results: await this.answers(account, request.checks, request.explain) };
  }

  async ask(batch: CheckBatch, call: CallContext): Promise<CheckDecisions> {
    const { accountId, actor, deadline } = signedIn(call);
    const account = await this.decisions.account(accountId, batch.atLeast, deadline);
    if (batch.checks.some(({ memberId }) => memberId.toLowerCase() !== actor.memberId)) {
      requireView(account, actor);
    }
    return { results: await this.answers(account, batch.checks, batch.explain) };
  }

  /** All of one version and one instant: nothing is waited for between the first and the last. */
  private async answers(
    account: CompiledAccount | undefined,
    checks: readonly Check[],
    explain = false,
  ): Promise<CheckDecision[]> {
    if (explain && checks.length > MOST_EXPLAINED) {
      throw invalid({ path: 'explain', message: `must be asked for ${MOST_EXPLAINED} checks at most` });
    }
    const asked = checks.map((check) => questionOf(check, account?.catalogue));
    const admitted: readonly ResolvedQuestion[] = account ? await this.resolver.resolve(account, asked) : asked;
    const now = Date.now();
    const verb = explain ? explained : decided;
    return admitted.map((question) => decisionOf(verb(account, question, now)));
  }
}
