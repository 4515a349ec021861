import { Injectable } from '@nestjs/common';
import {
  memberInactive,
  reauthenticationRequired,
  RosterError,
  type CallContext,
  type MyAccountList,
  type SignInAnswer,
  type SwitchAccount,
} from '@roster/contracts';
import { Database, enterAccount, signedInPerson } from '@roster/service-kit';
import type { EntityManager } from 'typeorm';
import { toAccount } from '../people/accounts/account.js';
import { findAccount } from '../people/accounts/accounts.service.js';
import { answered, SignInGate } from './gate/sign-in-gate.service.js';
import { MemberEntity } from '../people/members/member.entity.js';
import { lockMember } from '../people/members/members.store.js';
import { carriedOver, isPrimary } from '../sessions/sessions/session.js';
import { SessionStore } from '../sessions/sessions/session.store.js';

/** Lets a person with several accounts go from one to another without a new sign-in. */
@Injectable()
export class AccountSwitchService {
  constructor(
    private readonly database: Database,
    private readonly gate: SignInGate,
    private readonly sessions: SessionStore,
  ) {}

  list(call: CallContext): Promise<MyAccountList> {
    const { accountId, actor } = signedInPerson(call);
    const { userId } = actor;
    return this.database.through({ userId }, async (manager) => {
      const members = await manager.findBy(MemberEntity, { userId, status: 'active' });
      const items: MyAccountList['items'] = [];
      for (const member of members) {
        await enterAccount(manager, member.accountId);
        const account = await findAccount(manager, member.accountId);
        items.push({
          account: toAccount(account),
          memberId: member.id,
          isOwner: member.id === account.ownerMemberId,
          lastActiveAt: member.lastActiveAt?.toISOString() ?? null,
          current: member.accountId === accountId,
        });
      }
      const byName = items.toSorted((a, b) => a.account.name.localeCompare(b.account.name));
      return { items: byName, nextCursor: null };
    });
  }

  async switch({ accountId }: SwitchAccount, context: CallContext): Promise<SignInAnswer> {
    const call = signedInPerson(context);
    const { sessionId, userId } = call.actor;
    const admitted = await this.database.through({ userId }, async (manager) => {
      const { id: memberId } = await membershipIn(manager, accountId, userId);
      await enterAccount(manager, call.accountId);
      const left = await findAccount(manager, call.accountId);
      const session = await this.sessions.lockOpen(manager, { id: sessionId, userId }, left);
      const methods = accountId === call.accountId ? session.methods : carriedOver(session.methods);
      if (!methods.some(isPrimary)) throw new RosterError(reauthenticationRequired);
      await enterAccount(manager, accountId);
      const member = await lockMember(manager, { accountId, memberId }, 'write');
      const { authenticatedAt } = session;
      const vouchedBy = accountId === call.accountId ? session.vouchedBy : undefined;
      const attempt = { userId, methods, authenticatedAt, vouchedBy, replaces: sessionId };
      return this.gate.admit(manager, member, attempt, call);
    });
    return answered(admitted);
  }
}

/** Rejects with `member.inactive`, also for an unknown account. */
async function membershipIn(manager: EntityManager, accountId: string, userId: string): Promise<MemberEntity> {
  const member = await manager.findOneBy(MemberEntity, { accountId, userId, status: 'active' });
  if (!member) throw new RosterError(memberInactive);
  return member;
}
