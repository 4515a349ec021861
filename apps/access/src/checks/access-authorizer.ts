import { Injectable } from '@nestjs/common';
import { permissionDenied, RosterError, type CallContext } from '@roster/contracts';
import { decide } from '@roster/permissions';
import { Authorizer, signedIn } from '@roster/service-kit';
import { Snapshots } from '../snapshots/snapshots.js';

/** The guard of this service's own handlers: the same evaluator as everybody's, without the way over the bus. */
@Injectable()
export class AccessAuthorizer extends Authorizer {
  constructor(private readonly snapshots: Snapshots) {
    super();
  }

  async authorize(call: CallContext, permission: string): Promise<void> {
    const { accountId, actor } = signedIn(call);
    const account = await this.snapshots.current(accountId);
    const { allowed, reason } = decide(account?.snapshot, { memberId: actor.memberId, permission }, Date.now());
    if (!allowed) throw new RosterError(permissionDenied, undefined, { details: { permission, reason } });
  }
}
