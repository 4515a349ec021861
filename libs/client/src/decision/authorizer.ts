import {
  checkStale,
  isOnKey,
  PATIENCE,
  permissionDenied,
  RosterError,
  sessionRequired,
  type Actor,
  type CallContext,
  type KeyActor,
} from '@roster/contracts';
import { ForeignCatalogue, type RosterEvaluator } from '../evaluator/evaluator.js';

/** Decides whether the actor of a call may do something. */
export interface Authority {
  /** Rejects with `permission.denied`, its `details` naming the permission and the deciding rule, unless the actor may. */
  authorize(context: CallContext, permission: string): Promise<void>;
}

/**
 * Milliseconds: how long a decision is waited for, and how long of that the account, where another service can decide
 * instead.
 */
const WITHIN = 1_000 * PATIENCE;
const TO_COME = 400;

/**
 * Decides in process whether the actor of a call may do something. An ALLOW is at most as old as the evaluator's bound.
 * A denial is made from the present state only, because a permission that was given a moment ago may not have arrived
 * here yet. Rejects with `service.unavailable` where nobody can decide.
 */
export class RosterAuthorizer implements Authority {
  constructor(
    private readonly evaluator: RosterEvaluator,
    /** Asked where the account is not available here: its catalogue is another, or it takes too long to load. */
    private readonly remote?: Authority,
  ) {}

  async authorize(context: CallContext, permission: string): Promise<void> {
    const { accountId, actor } = context;
    if (!accountId || !actor) throw new RosterError(sessionRequired);
    if (actor.kind === 'api-key') return this.authorizeKey(context, actor, permission);
    return this.authorizeMember(context, accountId, actor, permission);
  }

  /** Resolves once the account has the version that the call names. Rejects with `check.stale` where it does not come. */
  async reach({ accountId, atLeast, deadline = Infinity }: CallContext): Promise<void> {
    if (accountId === undefined || atLeast === undefined || this.evaluator.held(accountId, atLeast)) return;
    try {
      await this.evaluator.present(accountId, { atLeast, deadline });
    } catch (error) {
      // Access knows the account, but this process has another catalogue than it: nothing can be read from it here.
      if (!(error instanceof ForeignCatalogue)) throw error;
    }
  }

  /** An API key needs the permission on its list (if it has one), for its service account, and for its maker (S53). */
  private async authorizeKey(context: CallContext, key: KeyActor, permission: string): Promise<void> {
    const { accountId = '' } = context;
    if (!isOnKey(key, permission)) {
      throw new RosterError(permissionDenied, undefined, { details: { permission, reason: 'not_on_the_key' } });
    }
    const maker = { ...key, memberId: key.makerId, permissions: null };
    for (const actor of [key, maker]) await this.authorizeMember({ ...context, actor }, accountId, actor, permission);
  }

  private async authorizeMember(
    context: CallContext,
    accountId: string,
    actor: Actor,
    permission: string,
  ): Promise<void> {
    const question = { memberId: actor.memberId, permission };
    const held = this.evaluator.held(accountId, context.atLeast);
    if (held?.check(question, this.evaluator.clock())) return undefined;

    const deadline = Math.min(context.deadline ?? Infinity, this.evaluator.clock() + WITHIN);
    const account = await this.present({ ...context, deadline }, accountId).catch((error: unknown) => {
      if (this.remote && isElsewhere(error, context)) return this.remote;
      throw error;
    });
    if (account && 'authorize' in account) return account.authorize({ ...context, deadline }, permission);
    const decision = account?.decide(question, this.evaluator.clock());
    if (decision?.allowed) return undefined;
    const reason = decision?.reason ?? 'unknown_account';
    throw new RosterError(permissionDenied, undefined, { details: { permission, reason } });
  }

  private present({ atLeast, deadline = Infinity }: CallContext, accountId: string) {
    if (atLeast !== undefined) return this.evaluator.present(accountId, { atLeast, deadline });
    const soon = this.remote ? Math.min(deadline, this.evaluator.clock() + TO_COME) : deadline;
    return this.evaluator.present(accountId, { deadline: soon });
  }
}

/** Whether access itself may still be able to answer. */
const isElsewhere = (error: unknown, { atLeast }: CallContext): boolean =>
  error instanceof ForeignCatalogue || (error instanceof RosterError && error.is(checkStale) && atLeast === undefined);
