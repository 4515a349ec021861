import { Injectable } from '@nestjs/common';
import { checkOwnershipCandidate, type CallContext, type Change } from '@roster/contracts';
import { RpcClient } from '@roster/service-kit';

/**
 * Whether a member has ever signed in, and chose their password themselves. Identity is asked, so this must not be
 * called inside a transaction.
 */
@Injectable()
export class OwnershipCandidates {
  constructor(private readonly rpc: RpcClient) {}

  /** Rejects as the transfer would, for what only identity knows about the future owner. */
  async require(accountId: string, change: Change, { requestId, deadline, traceparent }: CallContext): Promise<void> {
    if (change.kind !== 'ownership.transfer') return;
    await this.rpc.call(
      checkOwnershipCandidate,
      { accountId, memberId: change.memberId },
      { requestId, ...(deadline !== undefined && { deadline }), ...(traceparent !== undefined && { traceparent }) },
    );
  }
}
