import { Injectable } from '@nestjs/common';
import {
  fastDecisions,
  authzenBatchJson,
  authzenJson,
  decisionsJson,
  fastEvaluations,
  isPlainBatch,
  isPlainEvaluation,
  isPlainEvaluations,
  readEvaluations,
} from '@roster/client';
import type { CompiledAccount, Decision } from '@roster/permissions';
import { Decisions } from '@roster/service-kit';

/** Who asks, and what must not be older than which version. */
export interface Asking {
  readonly accountId: string;
  readonly actorId: string;
  readonly atLeast: number | undefined;
}

/** The answer as JSON; undefined where access has to be asked. */
export type FastAnswer = (body: object, asking: Asking) => string | undefined;

const VIEW = 'permissions:view';

/** Denials that a state of a moment ago may give wrongly: people ask as soon as they have come in. */
const MAY_BE_NEWS: ReadonlySet<string> = new Set(['unknown_member', 'member_not_active', 'account_suspended']);

/**
 * Answers the questions of checks and of AuthZEN from the accounts that are held in this process and fresh, in the words
 * of the access service. What takes more than the account (the register, names of people, a refusal) is left to it.
 */
@Injectable()
export class FastChecks {
  /** By the path of the route. */
  readonly routes: Readonly<Record<string, FastAnswer>> = {
    '/v1/checks': (body, asking) => this.checks(body, asking),
    '/access/v1/evaluation': (body, asking) => this.evaluation(body, asking),
    '/access/v1/evaluations': (body, asking) => this.evaluations(body, asking),
  };

  /** Accounts that are on their way here: asking once is enough. */
  private readonly coming = new Set<string>();

  constructor(private readonly decisions: Decisions) {}

  private checks(body: object, asking: Asking): string | undefined {
    if (!isPlainBatch(body)) return undefined;
    const account = this.account(asking, body.atLeast);
    if (!account) return undefined;
    const now = this.decisions.evaluator.clock();
    const areOwn = body.checks.every(({ memberId }) => memberId.toLowerCase() === asking.actorId);
    if (!areOwn && !account.check({ memberId: asking.actorId, permission: VIEW }, now)) return undefined;
    return answered(fastDecisions(account, body.checks, now), decisionsJson);
  }

  private evaluation(body: object, asking: Asking): string | undefined {
    if (!isPlainEvaluation(body)) return undefined;
    const account = this.account(asking, body.atLeast);
    const now = this.decisions.evaluator.clock();
    const decided = account && fastEvaluations(account, [body], { actorId: asking.actorId, now });
    return answered(decided, ([decision]) => decision && authzenJson(decision));
  }

  private evaluations(body: object, asking: Asking): string | undefined {
    if (!isPlainEvaluations(body)) return undefined;
    const account = this.account(asking, body.atLeast);
    const evaluations = account && readEvaluations(body);
    if (!evaluations) return undefined;
    const now = this.decisions.evaluator.clock();
    return answered(fastEvaluations(account, evaluations, { actorId: asking.actorId, now }), authzenBatchJson);
  }

  /** The larger of both demands holds (`docs/decisions.md` 28). */
  private account({ accountId, atLeast = 0 }: Asking, given = 0): CompiledAccount | undefined {
    const account = this.decisions.evaluator.held(accountId, Math.max(atLeast, given));
    if (!account) this.send(accountId);
    return account;
  }

  /** Loads the account, so that the next questions about it can be answered here. */
  private send(accountId: string): void {
    if (this.coming.has(accountId)) return;
    this.coming.add(accountId);
    // Where it does not come, whoever asks is answered by access.
    const settled = this.decisions.evaluator.account(accountId).catch(() => undefined);
    void settled.then(() => this.coming.delete(accountId));
  }
}

function answered(
  decisions: readonly Decision[] | undefined,
  say: (decisions: readonly Decision[]) => string | undefined,
): string | undefined {
  if (!decisions || decisions.some(({ reason }) => MAY_BE_NEWS.has(reason))) return undefined;
  return say(decisions);
}
