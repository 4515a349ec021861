import { Injectable } from '@nestjs/common';
import { IsNull, Raw, type EntityManager } from 'typeorm';
import { SessionEntity } from '../sessions/session.entity.js';
import { SessionStore } from '../sessions/session.store.js';
import { SsoIdentityEntity } from './sso-identity.entity.js';

/** What ends with a connection's rule or with the connection, in the transaction that changes it. */
@Injectable()
export class OtherEntrances {
  constructor(private readonly sessions: SessionStore) {}

  /** Ends the sessions of all who have come in otherwise than through a provider, but for one. */
  async close(manager: EntityManager, accountId: string, keptId: string): Promise<void> {
    const methods = Raw((column) => `not ('sso' = any(${column}))`);
    const open = await manager.findBy(SessionEntity, { accountId, endedAt: IsNull(), methods });
    for (const { id, userId } of open) {
      if (id !== keptId) await this.sessions.end(manager, { id, userId });
    }
  }

  /** A provider that is set up anew later may be another one under the same name. */
  async forgetIssuer(manager: EntityManager, accountId: string, issuer: string): Promise<void> {
    await manager.delete(SsoIdentityEntity, { accountId, issuer });
  }
}
