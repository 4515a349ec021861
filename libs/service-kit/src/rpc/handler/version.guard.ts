import { Injectable, Optional, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Arrivals } from '../../events/arrivals.js';
import type { RpcContext } from '../rpc.context.js';
import { Authorizer } from './permission.guard.js';

/**
 * Holds `Roster-At-Least` for every contract that people ask, reads and writes alike (`docs/decisions.md` 28): waits until
 * access has the version, and until this service has handled all events that its copies are made of. Rejects with
 * `check.stale`. What services ask each other is not held up: an answer of theirs may be what brings the event.
 */
@Injectable()
export class VersionGuard implements CanActivate {
  constructor(
    private readonly authorizer: Authorizer,
    @Optional() private readonly arrivals?: Arrivals,
  ) {}

  async canActivate(execution: ExecutionContext): Promise<boolean> {
    const { call, contract } = execution.switchToRpc().getContext<RpcContext>();
    const { accountId, atLeast, deadline } = call;
    const isOfServices = typeof contract?.permission === 'object' && contract.permission.open === 'service';
    if (accountId === undefined || atLeast === undefined || isOfServices) return true;
    await this.authorizer.reach(call);
    await this.arrivals?.all(accountId, deadline);
    return true;
  }
}
