import { Injectable } from '@nestjs/common';
import type { CallContext, RpcContract, SsoConnectionId } from '@roster/contracts';
import type { SignedInPerson } from '@roster/service-kit';
import { AccessClient } from '../../neighbours/access.client.js';
import { Ceiling } from '../../people/ceiling.js';
import { present } from '../../people/members/members.store.js';
import type { SsoConnectionEntity } from '../../people/accounts/sso-connection.entity.js';
import { findConnection } from './sso-connection.store.js';

/**
 * Which member vouches for a connection: the last one who changed more of it than its name. People come in on their
 * word.
 */
@Injectable()
export class ConnectionGranter {
  constructor(
    private readonly access: AccessClient,
    private readonly ceiling: Ceiling,
  ) {}

  /** Rejects with `privilege.above-own` if the member who vouches for the connection may do more than the actor. */
  async requireBelow<I extends SsoConnectionId, O extends object>(
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
   * Rejects unless the actor may vouch for the connection: they must be able to give its roles, and if it is enforced,
   * nobody but the owner may be above them. The owner can sign in without it. `commit` gets the roles that the connection
   * gives from now on; a role that it gave before and that was replaced since is followed to its replacement.
   */
  async vouching<T>(
    { accountId, enforced, granterId, roleIds }: SsoConnectionEntity,
    { givesRoles, areKept = false }: { givesRoles: boolean; areKept?: boolean },
    call: CallContext,
    commit: (roleIds: string[]) => Promise<T>,
  ): Promise<T> {
    if (enforced) await this.access.requireCovered({ accountId, coveringId: granterId }, call);
    if (!givesRoles) return commit(roleIds);
    return this.access.promising({ roleIds, areKept }, call, ({ roles }) => commit(roles.map(({ id }) => id)));
  }
}
