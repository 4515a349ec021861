import {
  evaluateCheck,
  evaluateChecks,
  filterChecks,
  permissionDenied,
  RosterError,
  sessionRequired,
  type CallContext,
  type CheckBatchRequest,
  type CheckDecision,
  type CheckDecisions,
  type CheckFilter,
  type CheckRequest,
  type FilterRequest,
  type RpcCaller,
} from '@roster/contracts';
import { asUnavailable } from '../bus/unavailable.js';
import { CoalescedChecks } from './coalescing.js';

/**
 * Asks Roster for decisions. It fails closed: where access cannot answer, there is an error and no decision. Every
 * question rejects with `service.unavailable` where no answer came within a second, and with `check.stale` where
 * `atLeast` is ahead of what access has. Unknown things are a denial with a reason.
 */
export class RosterClient {
  private readonly coalesced: CoalescedChecks;

  constructor(private readonly rpc: RpcCaller) {
    this.coalesced = new CoalescedChecks(rpc);
  }

  /** May this member do that? Questions that are asked at the same time travel in one message. */
  check(question: CheckRequest, context?: Partial<CallContext>): Promise<CheckDecision> {
    const asked =
      question.explain || isHurried(context)
        ? this.rpc.call(evaluateCheck, question, context)
        : this.coalesced.ask(question, context);
    return asked.catch(asUnavailable);
  }

  /** Up to 1,000 questions about one account. The answers are in the same order, of one version and one instant. */
  checkMany(questions: CheckBatchRequest, context?: Partial<CallContext>): Promise<CheckDecisions> {
    return this.rpc.call(evaluateChecks, questions, context).catch(asUnavailable);
  }

  /** Which records may this member see (edit, delete …)? */
  filter(question: FilterRequest, context?: Partial<CallContext>): Promise<CheckFilter> {
    return this.rpc.call(filterChecks, question, context).catch(asUnavailable);
  }

  /** Rejects with `permission.denied`, its `details` naming the permission and the deciding rule, unless the actor may. */
  async authorize(context: CallContext, permission: string): Promise<void> {
    const { accountId, actor, atLeast } = context;
    if (!accountId || !actor) throw new RosterError(sessionRequired);
    const question = { accountId, memberId: actor.memberId, permission, ...(atLeast !== undefined && { atLeast }) };
    const { allowed, reason } = await this.check(question, context);
    if (!allowed) throw new RosterError(permissionDenied, undefined, { details: { permission, reason } });
  }
}

/**
 * Whether the call has less time than others. It is then sent on its own, so that it does not shorten the time of the
 * others.
 */
const isHurried = (context?: Partial<CallContext>): boolean =>
  context?.deadline !== undefined && context.deadline < Date.now() + evaluateCheck.deadline;
