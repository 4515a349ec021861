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
import { Snapshots } from '../../account/snapshots/snapshots.js';
import { QuestionResolver } from './question-resolver.js';

/**
 * The maximum number of explained checks in a batch. An explanation takes about a thousand times as long as a decision,
 * and everyone else waits meanwhile.
 */
const MOST_EXPLAINED = 100;

/** Answers checks. What is not known is a denial with a reason, never an error. */
@Injectable()
export class ChecksService {
  constructor(
    private readonly decisions: DecisionPoint,
    private readonly resolver: QuestionResolver,
    private readonly snapshots: Snapshots,
  ) {}

  /**
   * Decides about the account in the request. Who may ask about it is not checked here; the bus decides that
   * (`docs/decisions.md` 11).
   */
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

  /** Answers all checks from one version at one instant: nothing is awaited between the first and the last. */
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
    const names = explain && account ? await this.names(account.accountId) : undefined;
    const now = Date.now();
    const verb = explain ? explained : decided;
    return admitted.map((question) => decisionOf(verb(account, question, now), names));
  }

  /** The names of roles and projects, for those who read an explanation. */
  private async names(accountId: string): Promise<ReadonlyMap<string, string>> {
    const account = await this.snapshots.current(accountId);
    const { roles = [], stored } = account ?? {};
    return new Map([...roles, ...(stored?.projects ?? [])].map(({ id, name }) => [id, name]));
  }
}
