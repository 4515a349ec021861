import { Injectable } from '@nestjs/common';
import type { CallContext, RpcContract, SsoConnectionId } from '@roster/contracts';
import type { SignedInPerson } from '@roster/service-kit';
import { AccessClient } from '../../neighbours/access.client.js';
import { Ceiling } from '../../people/ceiling.js';
import { present } from '../../people/members/members.store.js';
import type { SsoConnectionEntity } from '../../people/accounts/sso-connection.entity.js';
import { findConnection } from './sso-connection.store.js';

/** What a connection lets in is on the word of one member: the last who has changed more of it than its name. */
@Injectable()
export class Answering {
  constructor(
    private readonly access: AccessClient,
    private readonly ceiling: Ceiling,
  ) {}

  /** Rejects with `privilege.above-own` where whoever answers for the connection is above who asks. */
  async requireTouchable<I extends SsoConnectionId, O extends object>(
    contract: RpcContract<I, O>,
    input: I,
    call: SignedInPerson,
  ): Promise<void> {
    const { accountId } = call;
    await this.ceiling.require({ contract, input, call }, async (manager) => {
      const { granterId } = await findConnection(manager, accountId, input.connectionId);
      return present(manager, accountId, [granterId]);
    });
  }

  /**
   * Rejects unless who asks can answer for the connection: its roles are theirs to give, and where everybody has to come
   * by it, they are below nobody but the owner, who has a way past it.
   */
  async require(
    { accountId, enforced, granterId, roleIds }: SsoConnectionEntity,
    { givesRoles }: { givesRoles: boolean },
    call: CallContext,
  ): Promise<void> {
    if (givesRoles) await this.access.assignable(roleIds, call);
    if (enforced) await this.access.requireCovered({ accountId, coveringId: granterId }, call);
  }
}
