import { Inject, Injectable } from '@nestjs/common';
import {
  applyMember,
  checkAssignable,
  checkCovered,
  checkOwnProject,
  checkMemberEdit,
  checkRestorable,
  handOverRecords,
  memberNotFound,
  privilegeAboveOwn,
  recheckRoles,
  roleAboveOwn,
  roleNotFound,
  RosterError,
  serviceTimeout,
  serviceUnavailable,
  setMemberTeams,
  takeAwayMember,
  tokenInvalid,
  type AssignableRoles,
  type CallContext,
  type CheckCovered,
  type CheckMemberEdit,
  type Envelope,
  type HandedOver,
  type HandOverRecords,
  type MemberChange,
  type ProjectId,
  type MemberTeams,
  type Promised,
  type RecheckRoles,
  type RoleReference,
  type SetMemberTeams,
  type TakeAwayMember,
  type TakenAway,
} from '@roster/contracts';
import { Bus, LOGGER, RpcClient, type Logger } from '@roster/service-kit';
import { asked } from '../core/calls/call.js';

/** That the one who gave roles could not give them now. */
const REFUSALS = [roleNotFound, roleAboveOwn, privilegeAboveOwn];

/** What identity asks access. Never within a transaction. */
@Injectable()
export class AccessClient {
  constructor(
    private readonly bus: Bus,
    private readonly rpc: RpcClient,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Rejects unless the actor may give these roles to somebody new. */
  async assignable(roleIds: string[], call: CallContext): Promise<RoleReference[]> {
    return (await this.promisable({ roleIds }, call)).roles;
  }

  /** The same, with agent access and teams besides. */
  async promisable(promised: Promised, call: CallContext): Promise<Required<AssignableRoles>> {
    const { roles, teams = [] } = await this.rpc.call(checkAssignable, promised, asked(call));
    return { roles, teams };
  }

  /** Rejects unless the actor may change this member, who is one here: access may not have heard of him yet. */
  async requireEditable(input: CheckMemberEdit, call: CallContext): Promise<void> {
    try {
      await this.rpc.call(checkMemberEdit, input, asked(call));
    } catch (cause) {
      const isEarly = cause instanceof RosterError && cause.is(memberNotFound);
      throw isEarly ? new RosterError(serviceUnavailable, undefined, { cause }) : cause;
    }
  }

  /** By the actor's own right, as if he had asked access himself. */
  setTeams(input: SetMemberTeams, call: CallContext): Promise<MemberTeams> {
    return this.rpc.call(setMemberTeams, input, asked(call));
  }

  /** Rejects with `project.not-found` unless the actor works on it. */
  async requireOwnProject(input: ProjectId, call: CallContext): Promise<void> {
    await this.rpc.call(checkOwnProject, input, asked(call));
  }

  /**
   * Rejects with `token.invalid` where the inviter could not give these roles any more, and with `service.unavailable`
   * where nobody can tell: then nobody comes in.
   */
  async recheck(input: RecheckRoles, call: CallContext): Promise<RoleReference[]> {
    try {
      return (await this.rpc.call(recheckRoles, input, asked(call))).roles;
    } catch (cause) {
      const isRefused = cause instanceof RosterError && REFUSALS.some((kind) => cause.is(kind));
      throw new RosterError(isRefused ? tokenInvalid : serviceUnavailable, undefined, { cause });
    }
  }

  /** Rejects with `privilege.above-own` unless this member still covers whom they let in. */
  async requireCovered(input: CheckCovered, call: CallContext): Promise<void> {
    await this.rpc.call(checkCovered, input, asked(call));
  }

  /** The same, for who is let in: and with `service.unavailable` where access has not heard of them yet. */
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
   * Resolves with the version from which on the member has no access, and with who takes over his records. Rejects with `service.unavailable` where access
   * was not there to be asked or has not heard of the member yet, and with `service.timeout` where the answer was lost:
   * then it may have happened.
   */
  async takeAway(input: TakeAwayMember, call: CallContext): Promise<TakenAway> {
    if (!this.bus.connected) throw new RosterError(serviceUnavailable);
    try {
      return await this.rpc.call(takeAwayMember, input, asked(call));
    } catch (error) {
      if (!(error instanceof RosterError)) throw error;
      const isLost = error.is(serviceUnavailable) && !this.bus.connected;
      if (isLost) throw new RosterError(serviceTimeout, undefined, { cause: error });
      // There is such a member, here: the event that tells access of him is on its way.
      throw error.is(memberNotFound) ? new RosterError(serviceUnavailable, undefined, { cause: error }) : error;
    }
  }

  /**
   * Rejects unless the actor may give this member again all that he had, and with `service.unavailable` where access has
   * not heard of the member yet.
   */
  async restorable(memberId: string, call: CallContext): Promise<void> {
    try {
      await this.rpc.call(checkRestorable, { memberId }, asked(call));
    } catch (error) {
      const isUnheard = error instanceof RosterError && error.is(memberNotFound);
      throw isUnheard ? new RosterError(serviceUnavailable, undefined, { cause: error }) : error;
    }
  }

  /** Gives the next lot of a deleted member's registered records to his successor. */
  handOver(input: HandOverRecords, call: CallContext): Promise<HandedOver> {
    return this.rpc.call(handOverRecords, input, asked(call));
  }

  /**
   * Tells of a committed change ahead of its event. Resolves with the version at which access has applied it, or
   * with nothing where it did not answer: then the event brings it later.
   */
  async applied(envelope: Envelope<MemberChange>, call: CallContext): Promise<{ version?: number }> {
    const context: CallContext = { ...asked(call), accountId: envelope.accountid };
    try {
      return { version: (await this.rpc.call(applyMember, { envelope }, context)).version };
    } catch (err) {
      this.logger.warn({ err, requestId: call.requestId }, 'Access did not confirm a change; its event will bring it');
      return {};
    }
  }
}
