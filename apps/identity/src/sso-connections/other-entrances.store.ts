import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { SessionEntity } from '../sessions/session.entity.js';
import { SessionStore } from '../sessions/session.store.js';
import { SsoIdentityEntity } from './sso-identity.entity.js';

/** What ends with a connection's rule or with the connection, in the transaction that changes it. */
@Injectable()
export class OtherEntrances {
  constructor(private readonly sessions: SessionStore) {}

  /** Ends the sessions of all who have come in otherwise than through a provider, or whom this one does not know; but for one. */
  async close(
    manager: EntityManager,
    { accountId, issuer }: Pick<SsoIdentityEntity, 'accountId' | 'issuer'>,
    keptId: string,
  ): Promise<void> {
    const known = manager
      .createQueryBuilder(SsoIdentityEntity, 'known')
      .where('known.accountId = :accountId and known.issuer = :issuer and known.userId = begun.userId');
    const open = await manager
      .createQueryBuilder(SessionEntity, 'begun')
      .where('begun.accountId = :accountId and begun.endedAt is null', { accountId, issuer })
      .andWhere(`(not ('sso' = any(begun.methods)) or not exists (${known.getQuery()}))`)
      .getMany();
    for (const { id, userId } of open) {
      if (id !== keptId) await this.sessions.end(manager, { id, userId });
    }
  }

  /** A provider that is set up anew later may be another one under the same name. */
  async forgetIssuer(manager: EntityManager, accountId: string, issuer: string): Promise<void> {
    await manager.delete(SsoIdentityEntity, { accountId, issuer });
  }
}
