import { Injectable } from '@nestjs/common';
import { checkOwnershipCandidate, type CallContext, type Change } from '@roster/contracts';
import { RpcClient } from '@roster/service-kit';

/** Whether somebody has ever come in, and chose their password themselves: identity knows, so never within a transaction. */
@Injectable()
export class OwnershipCandidates {
  constructor(private readonly rpc: RpcClient) {}

  /** Rejects as the transfer would, for what identity knows of the member who is to become the owner. */
  async require(accountId: string, change: Change, { requestId, deadline, traceparent }: CallContext): Promise<void> {
    if (change.kind !== 'ownership.transfer') return;
    await this.rpc.call(
      checkOwnershipCandidate,
      { accountId, memberId: change.memberId },
      { requestId, ...(deadline !== undefined && { deadline }), ...(traceparent !== undefined && { traceparent }) },
    );
  }
}
