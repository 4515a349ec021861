import { Injectable } from '@nestjs/common';
import {
  emailUnverified,
  memberInactive,
  RosterError,
  sessionCredentialsInvalid,
  type CallContext,
  type CreateSession,
  type SessionStarted,
} from '@roster/contracts';
import { Database, enterAccount } from '@roster/service-kit';
import { MoreThan, type EntityManager } from 'typeorm';
import { toAccount } from '../accounts/account.js';
import { findAccount } from '../accounts/accounts.service.js';
import { normaliseEmail } from '../emails/email.js';
import { MemberEntity } from '../members/member.entity.js';
import { lastUsed } from '../members/member.js';
import { lockMember, showMember } from '../members/members.store.js';
import { PasswordsService } from '../passwords/passwords.service.js';
import { SessionStore } from '../sessions/session.store.js';
import { SignUpEntity } from '../sign-ups/sign-up.entity.js';
import { CredentialEntity } from '../users/credential.entity.js';
import { UserEntity } from '../users/user.entity.js';

/** What an address can be signed in with: the user's password, and that of a sign-up that waits for verification. */
interface Known {
  readonly user?: { readonly id: string; readonly passwordHash: string } | undefined;
  readonly pendingHash?: string | undefined;
}

@Injectable()
export class SignInsService {
  constructor(
    private readonly database: Database,
    private readonly passwords: PasswordsService,
    private readonly sessions: SessionStore,
  ) {}

  /** Whoever does not know the password learns nothing, by the clock neither: a refusal always costs two hashes. */
  async signIn({ email, password, accountId }: CreateSession, call: CallContext): Promise<SessionStarted> {
    const { user, pendingHash } = await this.known(normaliseEmail(email));
    const isHis = await this.passwords.verify(user?.passwordHash, password, call);
    if (user && isHis) return this.start(user.id, accountId);
    if (await this.passwords.verify(pendingHash, password, call)) throw new RosterError(emailUnverified);
    throw new RosterError(sessionCredentialsInvalid);
  }

  private async known(email: string | undefined): Promise<Known> {
    if (email === undefined) return {};
    return this.database.transaction(async (manager) => {
      const user = await manager.findOneBy(UserEntity, { email });
      const credential = user && (await manager.findOneBy(CredentialEntity, { userId: user.id }));
      const pending = await manager.findOne(SignUpEntity, {
        where: { email, expiresAt: MoreThan(new Date()) },
        order: { createdAt: 'desc' },
      });
      return {
        ...(credential && { user: { id: credential.userId, passwordHash: credential.passwordHash } }),
        pendingHash: pending?.passwordHash,
      };
    });
  }

  private start(userId: string, accountId: string | undefined): Promise<SessionStarted> {
    return this.database.through({ userId }, async (manager) => {
      const chosen = await membershipOf(manager, userId, accountId);
      await enterAccount(manager, chosen.accountId);
      // From here until the commit nobody can revoke him: the session is ended by that, or not made.
      const member = await lockMember(manager, { accountId: chosen.accountId, memberId: chosen.id }, 'write');
      if (member.status !== 'active') throw new RosterError(memberInactive);
      const account = await findAccount(manager, member.accountId);
      const session = await this.sessions.start(manager, member, userId);
      return { ...session, account: toAccount(account), member: await showMember(manager, member, account) };
    });
  }
}

/** The active membership asked for, or the person's choice of last time. Rejects with `member.inactive`. */
async function membershipOf(
  manager: EntityManager,
  userId: string,
  accountId: string | undefined,
): Promise<MemberEntity> {
  const where = { userId, status: 'active', ...(accountId === undefined ? {} : { accountId }) } as const;
  const member = lastUsed(await manager.findBy(MemberEntity, where));
  if (!member) throw new RosterError(memberInactive);
  return member;
}
