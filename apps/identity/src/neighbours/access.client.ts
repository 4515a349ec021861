import { Inject, Injectable } from '@nestjs/common';
import {
  accountNotFound,
  applyMember,
  checkAssignable,
  checkCovered,
  checkOwnProject,
  checkPromises,
  checkMemberEdit,
  checkRestorable,
  handOverRecords,
  listMemberActs,
  memberNotFound,
  privilegeAboveOwn,
  recheckRoles,
  roleAboveOwn,
  roleNotFound,
  RosterError,
  serviceTimeout,
  serviceUnavailable,
  setMemberTeams,
  settlePromise,
  takeAwayAccount,
  takeAwayMember,
  tokenInvalid,
  type AssignableRoles,
  type CallContext,
  type CheckAssignable,
  type CheckCovered,
  type CheckedPromises,
  type CheckMemberEdit,
  type CheckPromises,
  type Envelope,
  type HandedOver,
  type HandOverRecords,
  type MemberActs,
  type MemberActsQuery,
  type MemberChange,
  type ProjectId,
  type MemberTeams,
  type RecheckRoles,
  type Restorable,
  type RoleReference,
  type SetMemberTeams,
  type TakeAwayAccount,
  type TakeAwayMember,
  type TakenAway,
} from '@roster/contracts';
import { Bus, LOGGER, RpcClient, type Logger } from '@roster/service-kit';
import { v7 as uuidv7 } from 'uuid';
import { forwarded } from '../core/calls/call.js';

/** Errors of access which mean that the member who promised the roles could not give them now. */
const REFUSALS = [roleNotFound, roleAboveOwn, privilegeAboveOwn];

/** Identity's calls to access. Never within a transaction. */
@Injectable()
export class AccessClient {
  constructor(
    private readonly bus: Bus,
    private readonly rpc: RpcClient,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Rejects unless the actor may give these roles, teams and agent access to a new member. */
  async promisable(promised: CheckAssignable, call: CallContext): Promise<Required<AssignableRoles>> {
    const { roles, teams = [] } = await this.rpc.call(checkAssignable, promised, forwarded(call));
    return { roles, teams };
  }

  /**
   * The same where `work` then gives the roles: none of them is deleted without a replacement meanwhile. They go to these
   * members, or, without any, to nobody yet. `work` begins at once; what it commits later than a minute after may be lost.
   */
  async promising<T>(
    { memberIds, ...promised }: Omit<CheckAssignable, 'promise'> & { memberIds?: string[] },
    call: CallContext,
    work: (given: Required<AssignableRoles>) => Promise<T>,
  ): Promise<T> {
    const promise = { id: uuidv7(), ...(memberIds && { memberIds }) };
    const given = await this.promisable({ ...promised, promise }, call);
    let isOver = !memberIds;
    try {
      return await work(given);
    } catch (error) {
      // Otherwise the commit may have happened.
      isOver = error instanceof RosterError && error.kind.status < 500;
      throw error;
    } finally {
      // Members are waited for: access hears of them by their events.
      if (isOver) await this.settle(promise.id, call);
    }
  }

  /** Best effort: access forgets an unsettled promise after a while. */
  private async settle(promiseId: string, call: CallContext): Promise<void> {
    try {
      await this.rpc.call(settlePromise, { promiseId }, forwarded(call));
    } catch (err) {
      this.logger.warn({ err, requestId: call.requestId }, 'Access did not hear that a promise of roles is over');
    }
  }

  /**
   * Rejects unless the actor may change this member. The member exists here, so if access does not know them yet, that
   * is `service.unavailable`.
   */
  async requireEditable(input: CheckMemberEdit, call: CallContext): Promise<void> {
    try {
      await this.rpc.call(checkMemberEdit, input, forwarded(call));
    } catch (cause) {
      const isEarly = cause instanceof RosterError && cause.is(memberNotFound);
      throw isEarly ? new RosterError(serviceUnavailable, undefined, { cause }) : cause;
    }
  }

  /** Access decides with the actor's own permissions, as if they had asked it directly. */
  setTeams(input: SetMemberTeams, call: CallContext): Promise<MemberTeams> {
    return this.rpc.call(setMemberTeams, input, forwarded(call));
  }

  /** Rejects with `project.not-found` unless the actor works on the project. */
  async requireOwnProject(input: ProjectId, call: CallContext): Promise<void> {
    await this.rpc.call(checkOwnProject, input, forwarded(call));
  }

  /**
   * Rejects with `token.invalid` if the granter could not give these roles any more, and with `service.unavailable` if
   * access cannot say. Nobody comes in without an answer. With a `promise`, none of the roles is deleted without a
   * replacement until its members are known there.
   */
  async recheck(input: RecheckRoles, call: CallContext): Promise<RoleReference[]> {
    try {
      return (await this.rpc.call(recheckRoles, input, forwarded(call))).roles;
    } catch (cause) {
      const isRefused = cause instanceof RosterError && REFUSALS.some((kind) => cause.is(kind));
      throw new RosterError(isRefused ? tokenInvalid : serviceUnavailable, undefined, { cause });
    }
  }

  /** Who answers for these invitations, and whether they may. Rejects with `service.unavailable` if access cannot say. */
  async checkPromises(input: CheckPromises, call: CallContext): Promise<CheckedPromises> {
    try {
      return await this.rpc.call(checkPromises, input, forwarded(call));
    } catch (cause) {
      throw new RosterError(serviceUnavailable, undefined, { cause });
    }
  }

  /** Rejects with `privilege.above-own` if the people who are let in may do more than this member. */
  async requireCovered(input: CheckCovered, call: CallContext): Promise<void> {
    await this.rpc.call(checkCovered, input, forwarded(call));
  }

  /**
   * The same as a boolean. Rejects with `service.unavailable` if access does not know the people who are let in yet.
   */
  async covers(input: CheckCovered, call: CallContext): Promise<boolean> {
    try {
      await this.requireCovered(input, call);
      return true;
    } catch (cause) {
      if (!(cause instanceof RosterError)) throw cause;
      if (cause.is(privilegeAboveOwn)) return false;
      throw cause.is(memberNotFound) ? new RosterError(serviceUnavailable, undefined, { cause }) : cause;
    }
  }

  /**
   * Takes the member's access away. Resolves with the version from which on the member has no access, and with the
   * member who takes over their records. Rejects with `service.unavailable` if access is not connected or does not know
   * the member yet, and with `service.timeout` if the answer was lost: then the change may have been made.
   */
  async takeAway(input: TakeAwayMember, call: CallContext): Promise<TakenAway> {
    if (!this.bus.connected) throw new RosterError(serviceUnavailable);
    try {
      return await this.rpc.call(takeAwayMember, input, forwarded(call));
    } catch (error) {
      if (!(error instanceof RosterError)) throw error;
      const isLost = error.is(serviceUnavailable) && !this.bus.connected;
      if (isLost) throw new RosterError(serviceTimeout, undefined, { cause: error });
      // The member exists here, so access has not received the event about them yet.
      throw error.is(memberNotFound) ? new RosterError(serviceUnavailable, undefined, { cause: error }) : error;
    }
  }

  /**
   * Has everything denied that does not work in a suspended account. Rejects with `service.unavailable` if access is not
   * connected, or does not know the account yet.
   */
  async takeAwayAccount(input: TakeAwayAccount, call: CallContext): Promise<void> {
    try {
      await this.rpc.call(takeAwayAccount, input, forwarded(call));
    } catch (cause) {
      const isUnheard = cause instanceof RosterError && cause.is(accountNotFound);
      throw isUnheard ? new RosterError(serviceUnavailable, undefined, { cause }) : cause;
    }
  }

  /**
   * What the member will see then. Rejects unless the actor may give this member back all that they had, and with `service.unavailable` if access does
   * not know the member yet.
   */
  async restorable(memberId: string, call: CallContext): Promise<Restorable> {
    try {
      return await this.rpc.call(checkRestorable, { memberId }, forwarded(call));
    } catch (error) {
      const isUnheard = error instanceof RosterError && error.is(memberNotFound);
      throw isUnheard ? new RosterError(serviceUnavailable, undefined, { cause: error }) : error;
    }
  }

  /** What a member did in the account, as the audit trail has it. */
  actsOf(input: MemberActsQuery, call: CallContext): Promise<MemberActs> {
    return this.rpc.call(listMemberActs, input, forwarded(call));
  }

  /** Gives the next batch of a deleted member's registered records to their successor. */
  handOver(input: HandOverRecords, call: CallContext): Promise<HandedOver> {
    return this.rpc.call(handOverRecords, input, forwarded(call));
  }

  /**
   * Tells access of a committed change ahead of its event. Resolves with the version at which access has applied it.
   * Without an answer the version is left out, and the event brings the change later.
   */
  async applied(envelope: Envelope<MemberChange>, call: CallContext): Promise<{ version?: number }> {
    const context: CallContext = { ...forwarded(call), accountId: envelope.accountid };
    try {
      return { version: (await this.rpc.call(applyMember, { envelope }, context)).version };
    } catch (err) {
      this.logger.warn({ err, requestId: call.requestId }, 'Access did not confirm a change; its event will bring it');
      return {};
    }
  }
}
