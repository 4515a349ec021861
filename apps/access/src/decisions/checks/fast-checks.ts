import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  fastDecisions,
  fastDecision,
  decisionJson,
  decisionsJson,
  isPlainBatchRequest,
  isPlainRequest,
} from '@roster/client';
import { evaluateCheck, evaluateChecks } from '@roster/contracts';
import { FastAnswers } from '@roster/service-kit';
import { DecisionPoint } from '../../ledger/feed/decision-point.js';

/**
 * Answers checks of accounts that are fresh in memory, exactly as `ChecksService` would, without the way through Nest.
 */
@Injectable()
export class FastChecks implements OnModuleInit {
  constructor(
    private readonly answers: FastAnswers,
    private readonly decisions: DecisionPoint,
  ) {}

  onModuleInit(): void {
    const { evaluator } = this.decisions;
    this.answers.provide(evaluateCheck, (body) => {
      if (!isPlainRequest(body)) return undefined;
      const account = evaluator.held(body.accountId, body.atLeast);
      const decision = account && fastDecision(account, body, evaluator.clock());
      return decision && decisionJson(decision);
    });
    this.answers.provide(evaluateChecks, (body) => {
      if (!isPlainBatchRequest(body)) return undefined;
      const account = evaluator.held(body.accountId, body.atLeast);
      const decisions = account && fastDecisions(account, body.checks, evaluator.clock());
      return decisions && decisionsJson(decisions);
    });
  }
}
