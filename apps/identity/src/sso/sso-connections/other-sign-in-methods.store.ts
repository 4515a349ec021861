import { Injectable } from '@nestjs/common';
import type { PersonActor } from '@roster/contracts';
import { In, IsNull, Not, type EntityManager } from 'typeorm';
import { findAccount } from '../../people/accounts/accounts.service.js';
import { SessionEntity } from '../../sessions/sessions/session.entity.js';
import { SessionStore } from '../../sessions/sessions/session.store.js';
import { SsoConnectionEntity } from '../../people/accounts/sso-connection.entity.js';
import { SsoIdentityEntity } from './sso-identity.entity.js';

/** What ends with a connection's rule or with the connection, in the transaction that changes it. */
@Injectable()
export class OtherSignInMethods {
  constructor(private readonly sessions: SessionStore) {}

  /**
   * Ends the sessions of all who have come in otherwise than through a provider, or whom this one does not know; but for
   * that of who asks, and for the owner's, who is above anybody else.
   */
  async close(
    manager: EntityManager,
    { accountId, issuer }: Pick<SsoIdentityEntity, 'accountId' | 'issuer'>,
    { sessionId, memberId }: Pick<PersonActor, 'sessionId' | 'memberId'>,
  ): Promise<void> {
    const { ownerMemberId } = await findAccount(manager, accountId);
    const known = manager
      .createQueryBuilder(SsoIdentityEntity, 'known')
      .where('known.accountId = :accountId and known.issuer = :issuer and known.userId = begun.userId');
    const open = await manager
      .createQueryBuilder(SessionEntity, 'begun')
      .where('begun.accountId = :accountId and begun.endedAt is null', { accountId, issuer })
      .andWhere(`(not ('sso' = any(begun.methods)) or not exists (${known.getQuery()}))`)
      .getMany();
    for (const { id, userId, memberId: whose } of open) {
      const isSpared = id === sessionId || (whose === ownerMemberId && whose !== memberId);
      if (!isSpared) await this.sessions.end(manager, { id, userId });
    }
  }

  /**
   * Whom the provider knew through this connection: set up anew, or as another application, it may be another one under
   * the same name. What people have linked to another connection to it stays theirs.
   */
  async forget(manager: EntityManager, { accountId, id, issuer }: SsoConnectionEntity): Promise<void> {
    const others = await manager.findBy(SsoConnectionEntity, { accountId, issuer, id: Not(id) });
    const linkedTo = others.map((other) => other.id);
    await manager.delete(SsoIdentityEntity, [
      { accountId, issuer, linkedTo: IsNull() },
      { accountId, issuer, linkedTo: Not(In(linkedTo)) },
    ]);
  }
}
