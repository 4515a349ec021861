import { Injectable } from '@nestjs/common';
import { sessionEnded } from '@roster/contracts';
import { Outbox } from '@roster/service-kit';
import { IsNull, type EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { HOUR } from '../calls/rate.js';
import { IdentityConfig } from '../config.js';
import { MemberEntity } from '../members/member.entity.js';
import { hashToken, randomToken } from '../tokens/token.js';
import { SessionEntity } from './session.entity.js';

/** A session that has begun, with the token that nobody can read again. */
export interface Started {
  readonly token: string;
  readonly sessionId: string;
  readonly expiresAt: string;
}

/** Begins and ends sessions in the transactions of those who have a reason to. */
@Injectable()
export class SessionStore {
  constructor(
    private readonly config: IdentityConfig,
    private readonly outbox: Outbox,
  ) {}

  /** The member has come in before: `userId` is his. The transaction has entered his account. */
  async start(manager: EntityManager, member: MemberEntity, userId: string): Promise<Started> {
    const token = randomToken();
    const id = uuidv7();
    const createdAt = new Date();
    const expiresAt = new Date(createdAt.getTime() + this.config.SESSION_HOURS * HOUR);
    const { accountId, id: memberId } = member;
    const tokenHash = hashToken(token);
    await manager.insert(SessionEntity, { id, tokenHash, accountId, memberId, userId, createdAt, expiresAt });
    await markActive(manager, member, createdAt);
    return { token, sessionId: id, expiresAt: expiresAt.toISOString() };
  }

  /** Ends those of the account's open sessions that match, and tells everybody who may have remembered them. */
  async end(
    manager: EntityManager,
    of: { accountId: string } & ({ memberId: string } | { id: string; userId: string }),
  ): Promise<number> {
    const sessions = await manager.find(SessionEntity, {
      where: { ...of, endedAt: IsNull() },
      lock: { mode: 'pessimistic_write' },
    });
    const endedAt = new Date();
    for (const { id, accountId, tokenHash } of sessions) {
      await manager.update(SessionEntity, { id, accountId }, { endedAt });
      await this.outbox.record(manager, sessionEnded, { accountId, subject: id, data: { sessionId: id, tokenHash } });
    }
    return sessions.length;
  }
}

/** Not a change of the member: the revision stays. */
export const markActive = (manager: EntityManager, { accountId, id }: MemberEntity, lastActiveAt: Date) =>
  manager.update(MemberEntity, { accountId, id }, { lastActiveAt });
