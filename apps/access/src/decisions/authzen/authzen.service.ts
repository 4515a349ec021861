import { Injectable } from '@nestjs/common';
import {
  type ResolvedQuestion,
  authzenQuestion,
  decided,
  type Evaluation,
  namesIn,
  readEvaluation,
  subjectOf,
  type Unreadable,
} from '@roster/client';
import {
  AuthzenEvaluation,
  type AuthzenDecision,
  type AuthzenDecisions,
  type AuthzenEvaluations,
  type AuthzenSemantic,
  type Actor,
  type CallContext,
} from '@roster/contracts';
import type { CompiledAccount } from '@roster/permissions';
import { signedIn, validate } from '@roster/service-kit';
import { requireAccount, requireView } from '../../account/accounts/asker.js';
import { QuestionResolver } from '../checks/question-resolver.js';
import { DecisionPoint } from '../../ledger/feed/decision-point.js';
import { Names } from './names.js';

/** One question of a batch before the decision: a question, or the reason why it cannot be asked. */
type Prepared = Unreadable | { readonly unknown: true } | { readonly question: ResolvedQuestion };

/** The same decisions as `ChecksService`, in the format of AuthZEN 1.0. */
@Injectable()
export class AuthzenService {
  constructor(
    private readonly decisions: DecisionPoint,
    private readonly resolver: QuestionResolver,
    private readonly names: Names,
  ) {}

  async evaluate(evaluation: AuthzenEvaluation, call: CallContext): Promise<AuthzenDecision> {
    const { accountId, actor, deadline } = signedIn(call);
    const account = requireAccount(await this.decisions.account(accountId, evaluation.atLeast, deadline));
    const [decision] = await this.answers(account, actor, [evaluation]);
    if (!decision) throw new Error('One evaluation has one decision');
    return decision;
  }

  /** Decides a batch. Without an `evaluations` list it is a single evaluation, and must be as complete as one. */
  async evaluateMany(batch: AuthzenEvaluations, call: CallContext): Promise<AuthzenDecisions> {
    const { evaluations, options, ...single } = batch;
    if (!evaluations?.length) return this.evaluate(validate(AuthzenEvaluation, single, 'ignored'), call);
    const { accountId, actor, deadline } = signedIn(call);
    const account = requireAccount(await this.decisions.account(accountId, batch.atLeast, deadline));
    const items = evaluations.map((item) => readEvaluation(item, batch));
    return { evaluations: await this.answers(account, actor, items, options?.evaluations_semantic) };
  }

  /**
   * Answers all questions from one version at one instant: nothing is awaited between the first decision and the last.
   */
  private async answers(
    account: CompiledAccount,
    actor: Actor,
    items: readonly (Evaluation | Unreadable)[],
    semantic?: AuthzenSemantic,
  ): Promise<AuthzenDecision[]> {
    const prepared = await this.prepare(account, actor, items);
    const now = Date.now();
    const decisions: AuthzenDecision[] = [];
    for (const item of prepared) {
      const decision = answer(account, item, now);
      decisions.push(decision);
      if (semantic === 'deny_on_first_deny' && !decision.decision) break;
      if (semantic === 'permit_on_first_permit' && decision.decision) break;
    }
    return decisions;
  }

  /** Looks up all names, and everything from the register, in one statement each. */
  private async prepare(
    account: CompiledAccount,
    actor: Actor,
    items: readonly (Evaluation | Unreadable)[],
  ): Promise<Prepared[]> {
    const { catalogue } = account;
    const readable = items.filter(isReadable);
    const memberNamed = await this.names.find(
      account,
      readable.flatMap((evaluation) => namesIn(catalogue, evaluation)),
    );
    const subjects = new Map(readable.map((item) => [item, subjectOf(item.subject, memberNamed)]));
    if ([...subjects.values()].some((memberId) => memberId !== actor.memberId)) requireView(account, actor);
    const known = [...subjects].flatMap(([item, memberId]) => (memberId === undefined ? [] : [{ item, memberId }]));
    const questions = await this.resolver.resolve(
      account,
      known.map(({ item, memberId }) => authzenQuestion(catalogue, memberId, item, memberNamed)),
      'registered',
    );
    const admitted = new Map(known.map(({ item }, index) => [item, questions[index]]));
    return items.map((item) => {
      if (!isReadable(item)) return item;
      const question = admitted.get(item);
      return question ? { question } : { unknown: true };
    });
  }
}

const isReadable = (item: Evaluation | Unreadable): item is Evaluation => !('problem' in item);

function answer(account: CompiledAccount, item: Prepared, now: number): AuthzenDecision {
  if ('problem' in item) return { decision: false, context: { error: { status: 400, message: item.problem } } };
  if ('unknown' in item) return { decision: false, context: { reason: 'unknown_member', version: account.version } };
  const { allowed, reason, version, until } = decided(account, item.question, now);
  return {
    decision: allowed,
    context: { reason, version, ...(until !== undefined && { until: new Date(until).toISOString() }) },
  };
}
