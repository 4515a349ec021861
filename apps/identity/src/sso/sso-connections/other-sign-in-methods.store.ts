import { Injectable } from '@nestjs/common';
import type { PersonActor } from '@roster/contracts';
import { In, IsNull, Not, type EntityManager } from 'typeorm';
import { findAccount } from '../../people/accounts/accounts.service.js';
import { SessionEntity } from '../../sessions/sessions/session.entity.js';
import { SessionStore } from '../../sessions/sessions/session.store.js';
import { SsoConnectionEntity } from '../../people/accounts/sso-connection.entity.js';
import { SsoIdentityEntity } from './sso-identity.entity.js';

/**
 * Ends other ways of signing in when a connection is enforced, and links when it is changed or deleted. Runs in the
 * caller's transaction.
 */
@Injectable()
export class OtherSignInMethods {
  constructor(private readonly sessions: SessionStore) {}

  /**
   * Ends the sessions that did not begin through a provider, and those of people whom this provider does not know. The
   * actor's own session stays, and so do the owner's unless the owner asks.
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
   * Deletes the links that were made through this connection, when it is deleted or becomes another application: the
   * same subject may then be another person. Links that people have made themselves to another connection with this
   * issuer stay.
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
