import { Inject, Injectable } from '@nestjs/common';
import {
  applyMember,
  checkAssignable,
  memberNotFound,
  privilegeAboveOwn,
  recheckRoles,
  roleAboveOwn,
  roleNotFound,
  RosterError,
  serviceTimeout,
  serviceUnavailable,
  takeAwayMember,
  tokenInvalid,
  type CallContext,
  type Envelope,
  type MemberChange,
  type RecheckRoles,
  type RoleReference,
  type TakeAwayMember,
} from '@roster/contracts';
import { Bus, LOGGER, RpcClient, type Logger } from '@roster/service-kit';
import { asked } from '../calls/call.js';

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
    const { roles } = await this.rpc.call(checkAssignable, { roleIds }, asked(call));
    return roles;
  }

  /**
   * Rejects with `token.invalid` where the inviter could not give these roles any more, and with `service.unavailable`
   * where nobody can tell: then nobody comes in.
   */
  async recheck(input: RecheckRoles, call: CallContext): Promise<void> {
    try {
      await this.rpc.call(recheckRoles, input, asked(call));
    } catch (cause) {
      const isRefused = cause instanceof RosterError && REFUSALS.some((kind) => cause.is(kind));
      throw new RosterError(isRefused ? tokenInvalid : serviceUnavailable, undefined, { cause });
    }
  }

  /**
   * Resolves with the version from which on the member has no access. Rejects with `service.unavailable` where access
   * was not there to be asked or has not heard of the member yet, and with `service.timeout` where the answer was lost:
   * then it may have happened.
   */
  async takeAway(input: TakeAwayMember, call: CallContext): Promise<number> {
    if (!this.bus.connected) throw new RosterError(serviceUnavailable);
    try {
      return (await this.rpc.call(takeAwayMember, input, asked(call))).version;
    } catch (error) {
      if (!(error instanceof RosterError)) throw error;
      const isLost = error.is(serviceUnavailable) && !this.bus.connected;
      if (isLost) throw new RosterError(serviceTimeout, undefined, { cause: error });
      // There is such a member, here: the event that tells access of him is on its way.
      throw error.is(memberNotFound) ? new RosterError(serviceUnavailable, undefined, { cause: error }) : error;
    }
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
