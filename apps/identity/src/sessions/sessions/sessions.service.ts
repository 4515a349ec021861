import { Injectable } from '@nestjs/common';
import {
  endMemberSessions,
  endOtherSessions,
  endSession,
  memberIsOwner,
  RosterError,
  sessionNotFound,
  sessionRequired,
  type CallContext,
  type EndSession,
  type MemberId,
  type Nothing,
  type ResolvedSession,
  type ResolveSession,
  type SessionList,
} from '@roster/contracts';
import { Database, enterAccount, Idempotency, signedIn, signedInPerson } from '@roster/service-kit';
import { IsNull, MoreThan, type EntityManager } from 'typeorm';
import { AccessClient } from '../../neighbours/access.client.js';
import { Ceiling } from '../../people/ceiling.js';
import type { AccountEntity } from '../../people/accounts/account.entity.js';
import { findAccount } from '../../people/accounts/accounts.service.js';
import { recordAct } from '../../core/acts.js';
import { recordActivity } from '../../people/activity/activity-log.js';
import { resolveApiKey } from '../api-keys/api-key.store.js';
import { SessionsConfig } from './sessions.config.js';
import { MemberEntity } from '../../people/members/member.entity.js';
import { isActivityStale } from '../../people/members/member.js';
import { findMember, lockMember } from '../../people/members/members.store.js';
import { SessionEntity } from './session.entity.js';
import { isOpen, isUseStale, limitsOf, toResolved, toSession } from './session.js';
import { markActive, markUsed, SessionStore } from './session.store.js';

/** The most that a list shows. A person with more sessions sees the latest. */
const LISTED = 200;

@Injectable()
export class SessionsService {
  constructor(
    private readonly access: AccessClient,
    private readonly ceiling: Ceiling,
    private readonly config: SessionsConfig,
    private readonly database: Database,
    private readonly idempotency: Idempotency,
    private readonly store: SessionStore,
  ) {}

  /**
   * Resolves the token of a session, or an API key. Rejects with `session.required` if the session is over, if its
   * member is no longer active, and if the member may do more by now than the members who vouch for them.
   */
  async resolve(input: ResolveSession, call: CallContext): Promise<ResolvedSession> {
    const { resolved, vouchedBy } = await this.find(input, call);
    const { accountId, memberId, userId = '', sessionId: id } = resolved;
    for (const coveringId of vouchedBy) {
      if (await this.access.covers({ accountId, coveringId, memberId }, call)) continue;
      await this.database.inAccount(accountId, (manager) => this.store.end(manager, { id, userId }));
      throw new RosterError(sessionRequired);
    }
    return resolved;
  }

  private find(
    { tokenHash, background = false }: ResolveSession,
    { client }: CallContext,
  ): Promise<{ resolved: ResolvedSession; vouchedBy: readonly string[] }> {
    return this.database.transaction(async (manager) => {
      const now = new Date();
      const session = await manager.findOneBy(SessionEntity, { tokenHash });
      if (!session) return { resolved: await resolveApiKey(manager, tokenHash, now, client?.address), vouchedBy: [] };
      const { accountId, memberId } = session;
      await enterAccount(manager, accountId);
      const member = await manager.findOneBy(MemberEntity, { accountId, id: memberId });
      const limits = limitsOf(await findAccount(manager, accountId), this.config);
      if (member?.status !== 'active' || !isOpen(session, limits, now)) throw new RosterError(sessionRequired);
      if (!background && isUseStale(session, now)) await markUsed(manager, session, now);
      if (!background && isActivityStale(member, now)) await markActive(manager, member, now);
      return { resolved: toResolved(session), vouchedBy: session.vouchedBy };
    });
  }

  /** The sessions of the person who asks, in all their accounts, the latest first. */
  list(call: CallContext): Promise<SessionList> {
    const { actor } = signedInPerson(call);
    return this.show({ userId: actor.userId }, actor.sessionId);
  }

  end(input: EndSession, call: CallContext): Promise<Nothing> {
    const { accountId, actor } = signedInPerson(call);
    return this.database.inAccount(accountId, (manager) =>
      this.idempotency.run(manager, call, endSession, input, async () => {
        const ended = await this.store.end(manager, { id: input.sessionId, userId: actor.userId });
        if (ended === 0) throw new RosterError(sessionNotFound);
        await noteEnd(manager, call, { sessionId: input.sessionId });
        return {};
      }),
    );
  }

  endOthers(call: CallContext): Promise<Nothing> {
    const { accountId, actor } = signedInPerson(call);
    const { userId, sessionId: except } = actor;
    return this.database.inAccount(accountId, (manager) =>
      this.idempotency.run(manager, call, endOtherSessions, {}, async () => {
        const count = await this.store.end(manager, { userId, except });
        if (count > 0) await noteEnd(manager, call, { count: String(count) });
        return {};
      }),
    );
  }

  async listOf({ memberId }: MemberId, call: CallContext): Promise<SessionList> {
    const { accountId, actor } = signedIn(call);
    await this.database.inAccount(accountId, (manager) => findMember(manager, { accountId, memberId }));
    return this.show({ accountId, memberId }, actor.kind === 'session' ? actor.sessionId : undefined);
  }

  async endOf(input: MemberId, context: CallContext): Promise<Nothing> {
    const call = signedIn(context);
    const { accountId, actor } = call;
    const { memberId } = input;
    await this.ceiling.require({ contract: endMemberSessions, input, call }, [memberId], memberIsOwner);
    return this.database.inAccount(accountId, (manager) =>
      this.idempotency.run(manager, call, endMemberSessions, input, async () => {
        // The row is locked, so a parallel sign-in comes before, and its session ends, or after.
        await lockMember(manager, { accountId, memberId }, 'write');
        const { ownerMemberId } = await findAccount(manager, accountId);
        if (memberId === ownerMemberId && actor.memberId !== ownerMemberId) throw new RosterError(memberIsOwner);
        const count = await this.store.end(manager, { accountId, memberId });
        const parts = [{ kind: 'sessions', id: memberId, before: { open: count }, after: { open: 0 } }];
        const target = { type: 'member', id: memberId };
        if (count > 0) await recordAct(manager, accountId, { action: 'session.ended', target, parts }, call);
        return {};
      }),
    );
  }

  private show(
    of: Partial<Pick<SessionEntity, 'userId' | 'accountId' | 'memberId'>>,
    currentId: string | undefined,
  ): Promise<SessionList> {
    return this.database.transaction(async (manager) => {
      const now = new Date();
      const sessions = await manager.find(SessionEntity, {
        where: { ...of, endedAt: IsNull(), expiresAt: MoreThan(now) },
        order: { id: 'desc' },
        take: LISTED,
      });
      const accounts = await accountsOf(manager, sessions);
      const items = sessions.flatMap((session) => {
        const account = accounts.get(session.accountId);
        const isListed = account && isOpen(session, limitsOf(account, this.config), now);
        return isListed ? [toSession(session, account.name, currentId)] : [];
      });
      return { items, nextCursor: null };
    });
  }
}

/**
 * Enters one account after the other, because row-level security shows only one at a time. A person has few accounts.
 */
async function accountsOf(
  manager: EntityManager,
  sessions: readonly SessionEntity[],
): Promise<Map<string, AccountEntity>> {
  const accounts = new Map<string, AccountEntity>();
  for (const accountId of new Set(sessions.map((session) => session.accountId))) {
    await enterAccount(manager, accountId);
    accounts.set(accountId, await findAccount(manager, accountId));
  }
  return accounts;
}

const noteEnd = (manager: EntityManager, call: CallContext, details: Record<string, string>): Promise<void> => {
  const { accountId, actor } = signedIn(call);
  return recordActivity(manager, { accountId, memberId: actor.memberId, action: 'session.ended', details }, call);
};
