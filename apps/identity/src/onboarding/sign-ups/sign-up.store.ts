import { Inject, Injectable } from '@nestjs/common';
import {
  emailVerificationRequested,
  presetUnknown,
  RosterError,
  type CallContext,
  type PresetSet,
  type SignedUp,
  type SignUp,
} from '@roster/contracts';
import { enterAccount, invalid, Outbox, PRESETS } from '@roster/service-kit';
import { LessThanOrEqual, MoreThan, type EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { newAccount, toAccount } from '../../people/accounts/account.js';
import { AccountEntity } from '../../people/accounts/account.entity.js';
import { assertRate, HOUR } from '../../core/calls/rate.js';
import { IdentityConfig } from '../../core/config.js';
import { normaliseEmail } from '../../core/email.js';
import { MemberEntity } from '../../people/members/member.entity.js';
import { newMember, toMember } from '../../people/members/member.js';
import { MemberErasure } from '../../people/members/member-erasure.js';
import { assertStrong } from '../../credentials/passwords/password.js';
import { TokensService } from '../../core/tokens/tokens.service.js';
import { SignUpEntity } from '../../people/users/sign-up.entity.js';

/** The rows of a new sign-up. */
export interface SignUpRows {
  readonly account: AccountEntity;
  readonly member: MemberEntity;
  readonly pending: SignUpEntity;
}

/** Accounts that are being opened: the checks, and the rows. */
@Injectable()
export class SignUpStore {
  constructor(
    private readonly config: IdentityConfig,
    private readonly outbox: Outbox,
    private readonly erasure: MemberErasure,
    private readonly tokens: TokensService,
    @Inject(PRESETS) private readonly presets: PresetSet,
  ) {}

  /** The normalised address. Checks what the DTO cannot: the preset, the password and the address. */
  checked({ name, preset, owner }: SignUp): string {
    const email = normaliseEmail(owner.email);
    if (email === undefined) throw invalid({ path: 'owner.email', message: 'is not an e-mail address' });
    assertStrong(owner.password, 'owner.password', { email, names: [name, preset] });
    if (!this.presets.get(preset)) throw new RosterError(presetUnknown);
    return email;
  }

  /** Rejects with `rate.limited` (S43). Reliable only after `lockAddress`; without it, it merely saves work. */
  async assertMailsAllowed(manager: EntityManager, email: string): Promise<void> {
    const now = new Date();
    const recent = await manager.findBy(SignUpEntity, { email, createdAt: MoreThan(new Date(now.getTime() - HOUR)) });
    assertRate(
      recent.map(({ createdAt }) => createdAt),
      this.config.MAILS_PER_HOUR,
      now,
    );
  }

  prepare({ name, preset, owner }: SignUp, email: string, passwordHash: string): SignUpRows {
    const createdAt = new Date();
    const [accountId, memberId, id] = [uuidv7(), uuidv7(), uuidv7()];
    const { firstName, lastName } = owner;
    const tokenHash = this.tokens.hashOf({ purpose: 'email-verification', id, generation: 1 });
    const expiresAt = new Date(createdAt.getTime() + this.config.EMAIL_VERIFICATION_HOURS * HOUR);
    return {
      account: newAccount({ id: accountId, name, preset, ownerMemberId: memberId, createdAt }),
      member: newMember({ accountId, id: memberId, email, firstName, lastName, createdAt }),
      pending: { id, accountId, memberId, email, passwordHash, tokenHash, expiresAt, createdAt },
    };
  }

  /** Inserts everything in the caller's transaction, which enters the new account. Rejects with `rate.limited`. */
  async commit(
    manager: EntityManager,
    { account, member, pending }: SignUpRows,
    { traceparent }: CallContext,
  ): Promise<SignedUp> {
    await lockAddress(manager, pending.email);
    await this.assertMailsAllowed(manager, pending.email);
    await enterAccount(manager, account.id);
    await manager.insert(AccountEntity, account);
    await manager.insert(MemberEntity, member);
    await manager.insert(SignUpEntity, pending);
    await this.outbox.record(manager, emailVerificationRequested, {
      accountId: account.id,
      subject: pending.id,
      data: {
        verification: { id: pending.id, generation: 1, expiresAt: pending.expiresAt.toISOString() },
        accountId: account.id,
        accountName: account.name,
        email: member.email,
        firstName: member.firstName,
      },
      traceparent,
    });
    return { account: toAccount(account), member: toMember(member, account, []) };
  }

  /**
   * Ends an expired sign-up. Its owner is deleted, and the event frees their seat. Resolves with false if it was
   * verified in the meantime, or another process is ending it.
   */
  async expire(manager: EntityManager, { accountId, id }: Pick<SignUpEntity, 'accountId' | 'id'>): Promise<boolean> {
    const signUp = await manager.findOneBy(SignUpEntity, { accountId, id, expiresAt: LessThanOrEqual(new Date()) });
    if (!signUp || (await manager.delete(SignUpEntity, { id })).affected !== 1) return false;
    await this.erasure.erase(manager, { accountId, memberId: signUp.memberId });
    return true;
  }
}

/** Locks the address until the transaction ends, so that each sign-up counts those before it. */
const lockAddress = (manager: EntityManager, email: string): Promise<unknown> =>
  manager.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [email]);
