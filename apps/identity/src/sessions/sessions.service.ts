import { Injectable } from '@nestjs/common';
import {
  endSession,
  RosterError,
  sessionNotFound,
  sessionRequired,
  type CallContext,
  type EndSession,
  type Nothing,
  type ResolvedSession,
  type ResolveSession,
  type SessionList,
} from '@roster/contracts';
import { Database, enterAccount, Idempotency, signedIn } from '@roster/service-kit';
import { IsNull, MoreThan } from 'typeorm';
import { MemberEntity } from '../members/member.entity.js';
import { isActivityStale } from '../members/member.js';
import { SessionEntity } from './session.entity.js';
import { isOpen, toResolved, toSession } from './session.js';
import { markActive, SessionStore } from './session.store.js';

/** The most that a list shows: a person with more has the latest in it. */
const LISTED = 200;

@Injectable()
export class SessionsService {
  constructor(
    private readonly database: Database,
    private readonly idempotency: Idempotency,
    private readonly store: SessionStore,
  ) {}

  /** Rejects with `session.required` for a session that is over, and for one whose member is not active any more. */
  resolve({ tokenHash }: ResolveSession): Promise<ResolvedSession> {
    return this.database.transaction(async (manager) => {
      const now = new Date();
      const session = await manager.findOneBy(SessionEntity, { tokenHash });
      if (!session || !isOpen(session, now)) throw new RosterError(sessionRequired);
      const { accountId, memberId } = session;
      await enterAccount(manager, accountId);
      const member = await manager.findOneBy(MemberEntity, { accountId, id: memberId });
      if (member?.status !== 'active') throw new RosterError(sessionRequired);
      if (isActivityStale(member, now)) await markActive(manager, member, now);
      return toResolved(session);
    });
  }

  list(call: CallContext): Promise<SessionList> {
    const { accountId, actor } = signedIn(call);
    return this.database.transaction(async (manager) => {
      const sessions = await manager.find(SessionEntity, {
        where: { accountId, userId: actor.userId, endedAt: IsNull(), expiresAt: MoreThan(new Date()) },
        order: { id: 'desc' },
        take: LISTED,
      });
      return { items: sessions.map((session) => toSession(session, actor.sessionId)), nextCursor: null };
    });
  }

  end(input: EndSession, call: CallContext): Promise<Nothing> {
    const { accountId, actor } = signedIn(call);
    return this.database.inAccount(accountId, (manager) =>
      this.idempotency.run(manager, call, endSession, input, async () => {
        const ended = await this.store.end(manager, { accountId, id: input.sessionId, userId: actor.userId });
        if (ended === 0) throw new RosterError(sessionNotFound);
        return {};
      }),
    );
  }
}
