import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { sessionRequired, RosterError, type CallContext } from '@roster/contracts';
import { Database, type RpcContext } from '@roster/service-kit';
import { isIssued } from '../sessions/devices/device.store.js';
import { requireNetwork } from '../core/limits/network.js';
import { Throttles } from '../core/limits/throttles.js';

/** Enforces the rate limits that contracts name, before a permission is checked or an input read. */
@Injectable()
export class LimitGuard implements CanActivate {
  constructor(
    private readonly database: Database,
    private readonly throttles: Throttles,
  ) {}

  async canActivate(execution: ExecutionContext): Promise<boolean> {
    const { call, contract } = execution.switchToRpc().getContext<RpcContext>();
    const limit = contract?.limit;
    if (!limit || !this.throttles.counts(limit)) return true;
    await this.throttles.count(limit, limit === 'mail' ? askerOf(call) : await this.placeOf(call));
    return true;
  }

  /**
   * Counts by device if somebody has signed in on it, and otherwise by network. So the attempts of colleagues do not
   * use up a known device's allowance.
   */
  private async placeOf({ client }: CallContext): Promise<string> {
    const { deviceHash } = client ?? {};
    const isKnown = deviceHash && (await this.database.transaction((manager) => isIssued(manager, deviceHash)));
    return isKnown ? `device ${deviceHash}` : `network ${requireNetwork(client)}`;
  }
}

/** Counts by member, so that a new session brings no new allowance. */
function askerOf({ actor }: CallContext): string {
  if (!actor) throw new RosterError(sessionRequired);
  return actor.memberId;
}
