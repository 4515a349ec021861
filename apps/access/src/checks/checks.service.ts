import { Injectable } from '@nestjs/common';
import {
  permissionDenied,
  RosterError,
  type CallContext,
  type Check,
  type CheckBatch,
  type CheckBatchRequest,
  type CheckDecision,
  type CheckDecisions,
  type CheckRequest,
} from '@roster/contracts';
import { signedIn } from '@roster/service-kit';
import { decide, explain } from '@roster/permissions';
import { requirePermission } from '../privileges/privileges.js';
import type { AccountSnapshot } from '../snapshots/account-snapshot.js';
import { Snapshots } from '../snapshots/snapshots.js';
import { decisionOf, questionOf } from './wire.js';

/** Answers questions. What is not known is a denial with its reason, never an error. */
@Injectable()
export class ChecksService {
  constructor(private readonly snapshots: Snapshots) {}

  /** The account is the one in the request: who may ask about it is not known here (`decisions.md` 11). */
  async evaluate(request: CheckRequest, { deadline }: CallContext): Promise<CheckDecision> {
    const account = await this.snapshots.atLeast(request.accountId, request.atLeast, deadline);
    return answer(account, request, request.explain);
  }

  async evaluateMany(request: CheckBatchRequest, { deadline }: CallContext): Promise<CheckDecisions> {
    const account = await this.snapshots.atLeast(request.accountId, request.atLeast, deadline);
    return answers(account, request);
  }

  /** All answers are of one version and one instant. */
  async ask(batch: CheckBatch, call: CallContext): Promise<CheckDecisions> {
    const { accountId, actor, deadline } = signedIn(call);
    const account = await this.snapshots.atLeast(accountId, batch.atLeast, deadline);
    if (batch.checks.some(({ memberId }) => memberId.toLowerCase() !== actor.memberId)) {
      requireView(account, actor.memberId);
    }
    return answers(account, batch);
  }
}

/** Asking about oneself is always allowed; about others it takes `permissions:view`. */
export function requireView(account: AccountSnapshot | undefined, actorId: string): void {
  const permission = 'permissions:view';
  if (account) return requirePermission({ account, actorId, now: Date.now() }, permission);
  throw new RosterError(permissionDenied, undefined, { details: { permission, reason: 'unknown_account' } });
}

function answers(account: AccountSnapshot | undefined, batch: CheckBatch): CheckDecisions {
  const now = Date.now();
  return { results: batch.checks.map((check) => answer(account, check, batch.explain, now)) };
}

function answer(
  account: AccountSnapshot | undefined,
  check: Check,
  explained = false,
  now = Date.now(),
): CheckDecision {
  const verb = explained ? explain : decide;
  return decisionOf(verb(account?.snapshot, questionOf(check), now));
}
