import { Inject, Injectable } from '@nestjs/common';
import {
  normaliseEmail,
  emailVerificationRequested,
  presetUnknown,
  unknownName,
  type CallContext,
  type EmailVerificationRequested,
  type PresetSet,
  type SignedUp,
  type SignUp,
} from '@roster/contracts';
import { enterAccount, invalid, Outbox, PRESETS } from '@roster/service-kit';
import { LessThanOrEqual, Not, type EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { newAccount, toAccount } from '../../people/accounts/account.js';
import { AccountEntity } from '../../people/accounts/account.entity.js';
import { findAccount } from '../../people/accounts/accounts.service.js';
import { HOUR } from '../../core/calls/rate.js';
import { memberAct } from '../../core/acts.js';
import { SignUpsConfig } from './sign-ups.config.js';
import { originOf } from '../../people/mails/origin.js';
import { MemberEntity } from '../../people/members/member.entity.js';
import { newMember, toMember } from '../../people/members/member.js';
import { MemberErasure } from '../../people/members/member-erasure.js';
import { assertStrong } from '../../credentials/passwords/password.js';
import { TokensService } from '../../core/tokens/tokens.service.js';
import { SIGN_UPS, SignUpEntity } from '../../people/users/sign-up.entity.js';

/** The rows of a new sign-up. */
export interface SignUpRows {
  readonly account: AccountEntity;
  readonly member: MemberEntity;
  readonly pending: SignUpEntity;
}

/** The request for a link. */
type Asking = Pick<CallContext, 'traceparent' | 'client'>;

/** Accounts that are being opened: the checks, and the rows. */
@Injectable()
export class SignUpStore {
  constructor(
    private readonly config: SignUpsConfig,
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
    if (!this.presets.get(preset)) throw unknownName(presetUnknown, this.presets.names);
    return email;
  }

  prepare({ name, preset, owner }: SignUp, email: string, passwordHash: string): SignUpRows {
    const createdAt = new Date();
    const [accountId, memberId, id] = [uuidv7(), uuidv7(), uuidv7()];
    const { firstName, lastName } = owner;
    const link = this.link(id, 1);
    return {
      account: newAccount({ id: accountId, name, preset, ownerMemberId: memberId, createdAt }),
      member: newMember({ accountId, id: memberId, email, firstName, lastName, createdAt }),
      pending: { id, accountId, memberId, email, passwordHash, ...link, createdAt },
    };
  }

  /**
   * Inserts everything in the caller's transaction, which enters the new account. It replaces the open sign-ups of the
   * address, whose links stop working here. One statement does that, so that the time does not tell whether there were
   * any; their owners are deleted by {@link endReplaced}.
   */
  async commit(manager: EntityManager, { account, member, pending }: SignUpRows, call: Asking): Promise<SignedUp> {
    await lockAddress(manager, pending.email);
    await manager.update(SignUpEntity, { email: pending.email }, { expiresAt: REPLACED });
    await enterAccount(manager, account.id);
    await manager.insert(AccountEntity, account);
    await manager.insert(MemberEntity, member);
    await manager.insert(SignUpEntity, pending);
    await this.requestVerification(manager, { account, member, pending }, call);
    return { account: toAccount(account), member: toMember(member, account, []) };
  }

  /** Makes a new link for the open sign-up of the address and mails it. Without one it does nothing. */
  async resend(manager: EntityManager, email: string, call: Asking): Promise<void> {
    const pending = await SIGN_UPS.lock(manager, { email });
    if (!pending) return;
    const { id, accountId, memberId } = pending;
    await enterAccount(manager, accountId);
    const account = await findAccount(manager, accountId);
    const member = await manager.findOneByOrFail(MemberEntity, { accountId, id: memberId });
    const link = this.link(id, pending.generation + 1);
    await manager.update(SignUpEntity, { id }, link);
    await this.requestVerification(manager, { account, member, pending: { ...pending, ...link } }, call);
  }

  /** Ends the sign-ups that this one has replaced. What is not done here, the expiry sweep does. */
  async endReplaced(
    manager: EntityManager,
    { email, verification: { id } }: Pick<EmailVerificationRequested, 'email' | 'verification'>,
  ): Promise<void> {
    const replaced = await manager.findBy(SignUpEntity, { email, id: Not(id), expiresAt: LessThanOrEqual(new Date()) });
    for (const one of replaced) {
      await enterAccount(manager, one.accountId);
      await this.expire(manager, one);
    }
  }

  /**
   * Ends an expired sign-up. Its owner is deleted, and the event frees their seat. Resolves with false if it was
   * verified in the meantime, or another process is ending it.
   */
  async expire(manager: EntityManager, { accountId, id }: Pick<SignUpEntity, 'accountId' | 'id'>): Promise<boolean> {
    const signUp = await manager.findOneBy(SignUpEntity, { accountId, id, expiresAt: LessThanOrEqual(new Date()) });
    if (!signUp || (await manager.delete(SignUpEntity, { id })).affected !== 1) return false;
    const { memberId } = signUp;
    await this.erasure.erase(manager, { accountId, memberId }, { act: memberAct(memberId, 'sign-up.expired', {}) });
    return true;
  }

  private link(id: string, generation: number): Pick<SignUpEntity, 'generation' | 'tokenHash' | 'expiresAt'> {
    const term = this.config.EMAIL_VERIFICATION_HOURS * HOUR;
    return { generation, ...this.tokens.stored({ purpose: 'email-verification', id, generation }, term) };
  }

  private requestVerification(
    manager: EntityManager,
    { account, member, pending: { id, generation, expiresAt } }: SignUpRows,
    { traceparent, client }: Asking,
  ): Promise<unknown> {
    const reader = { accountId: account.id, memberId: member.id };
    return this.outbox.record(manager, emailVerificationRequested, {
      accountId: account.id,
      subject: id,
      data: {
        verification: { id, generation, expiresAt: expiresAt.toISOString() },
        accountId: account.id,
        accountName: account.name,
        email: member.email,
        firstName: member.firstName,
        origin: originOf(reader, { client }, member.timeZone ?? account.timeZone),
      },
      traceparent,
    });
  }
}

/** What is counted for the limit of mails that verify one address: sign-ups, and requests to mail the link again. */
export const verificationsTo = (email: string): string => `email-verification ${email}`;

/** Earlier than every clock, so that a server whose clock is late does not accept the link of a replaced sign-up. */
const REPLACED = new Date(0);

/** Locks the address until the transaction ends, so that each sign-up replaces those before it. */
const lockAddress = (manager: EntityManager, email: string): Promise<unknown> =>
  manager.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [email]);
