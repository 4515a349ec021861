import {
  evaluateCheck,
  permissionDenied,
  RosterError,
  serviceTimeout,
  serviceUnavailable,
  sessionRequired,
  type CallContext,
  type CheckDecision,
  type CheckRequest,
  type RpcCaller,
} from '@roster/contracts';

/** Asks Roster for decisions. Fails closed: where access cannot answer, there is no decision but an error. */
export class RosterClient {
  constructor(private readonly rpc: RpcCaller) {}

  /**
   * May this member do that? Unknown things are a denial with a reason. Rejects with `service.unavailable` where no
   * answer came within a second, and with `check.stale` where `atLeast` is ahead of what access has.
   */
  async check(question: CheckRequest, context?: Partial<CallContext>): Promise<CheckDecision> {
    try {
      return await this.rpc.call(evaluateCheck, question, context);
    } catch (error) {
      if (error instanceof RosterError && error.is(serviceTimeout)) {
        throw new RosterError(serviceUnavailable, 'The access service did not answer', { cause: error });
      }
      throw error;
    }
  }

  /** Rejects with `permission.denied`, its `details` naming the permission and the deciding rule, unless the actor may. */
  async authorize(context: CallContext, permission: string): Promise<void> {
    const { accountId, actor } = context;
    if (!accountId || !actor) throw new RosterError(sessionRequired);
    const { allowed, reason } = await this.check({ accountId, memberId: actor.memberId, permission }, context);
    if (!allowed) throw new RosterError(permissionDenied, undefined, { details: { permission, reason } });
  }
}
