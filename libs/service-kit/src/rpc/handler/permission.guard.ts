import { Injectable, Optional, type CanActivate, type ExecutionContext } from '@nestjs/common';
import {
  FRESH_FOR,
  permissionDenied,
  reauthenticationRequired,
  RosterError,
  serviceTimeout,
  sessionRequired,
  type CallContext,
  type Condition,
  type ProofNeeded,
} from '@roster/contracts';
import type { RpcContext } from '../rpc.context.js';
import { notAPerson, signedInPerson } from '../signed-in.js';

/** Decides whether the actor of a call has a permission. Each app provides one. */
export abstract class Authorizer {
  /** Rejects with `permission.denied` and the details `{ permission, reason }`. */
  abstract authorize(context: CallContext, permission: string): Promise<void>;

  /** Whether the actor has the permission: a refusal is an answer, any other failure rejects. */
  async allows(context: CallContext, permission: string): Promise<boolean> {
    try {
      await this.authorize(context, permission);
      return true;
    } catch (error) {
      if (error instanceof RosterError && error.is(permissionDenied)) return false;
      throw error;
    }
  }

  /**
   * Resolves once the account of the call has the version that the call names. Rejects with `check.stale`. Whoever decides
   * without versions waits for none.
   */
  reach(_context: CallContext): Promise<void> {
    return Promise.resolve();
  }
}

/** What this service knows of the actor of a call beside their permissions. Provided where a contract names a condition. */
export abstract class Conditions {
  abstract holds(context: CallContext, condition: Condition): Promise<boolean>;
}

/**
 * Checks what a contract requires of the caller, before its input is read:
 * 1. a permission: an actor in an account whom the authorizer allows, or of whom the contract's condition is true;
 * 2. `self`: an actor; `person`: one who is not an API key;
 * 3. `public` and `service`: nothing;
 * 4. where the contract says so, a recent proof of who they are. Identity checks that the proof was given for this.
 */
@Injectable()
export class PermissionGuard implements CanActivate {
  constructor(
    private readonly authorizer: Authorizer,
    @Optional() private readonly conditions?: Conditions,
  ) {}

  async canActivate(execution: ExecutionContext): Promise<boolean> {
    const { call, contract } = execution.switchToRpc().getContext<RpcContext>();
    if (!contract) throw new Error('PermissionGuard guards a handler without a contract');

    const { permission, orWhen } = contract;
    if (typeof permission === 'string') {
      if (!call.actor || !call.accountId) throw new RosterError(sessionRequired);
      await this.authorize(call, permission, orWhen);
      // The decision may have taken long, and nobody waits any more for what the handler would do.
      if (call.deadline !== undefined && call.deadline <= Date.now()) throw new RosterError(serviceTimeout);
    } else if (permission.open === 'self' || permission.open === 'person') {
      if (!call.actor) throw new RosterError(sessionRequired);
      if (permission.open === 'person' && call.actor.kind !== 'session') throw notAPerson();
    }
    if (contract.freshProof) requireFreshProof(call, contract.freshProof);
    return true;
  }

  /**
   * A condition stands in for the permission, and for nothing else: where nobody can decide, or the member is not active, it is
   * not asked.
   */
  private async authorize(call: CallContext, permission: string, orWhen: Condition | undefined): Promise<void> {
    try {
      await this.authorizer.authorize(call, permission);
    } catch (error) {
      if (!orWhen || !lacksPermission(error) || !(await this.conditions?.holds(call, orWhen))) throw error;
    }
  }
}

/** Why a member who may still do something else in the account does not have the permission. */
const REASONS: readonly unknown[] = ['no_grant', 'exception_deny', 'not_grantable', 'account_suspended'];

const lacksPermission = (error: unknown): boolean =>
  error instanceof RosterError && error.is(permissionDenied) && REASONS.includes(error.details?.['reason']);

function requireFreshProof(call: CallContext, purpose: ProofNeeded): void {
  const { authenticatedAt } = signedInPerson(call).actor;
  // NaN where there is none, and no number is greater than NaN.
  const since = Date.now() - Date.parse(authenticatedAt ?? '');
  if (since < FRESH_FOR) return;
  throw new RosterError(reauthenticationRequired, undefined, purpose === 'sign-in' ? {} : { details: { purpose } });
}
