import { Injectable } from '@nestjs/common';
import {
  accountNotOwner,
  phoneCodeInvalid,
  RosterError,
  verifyPhone,
  type AccountDetails,
  type CallContext,
  type ConfirmPhone,
  type PhoneVerification,
  type VerifyPhone,
} from '@roster/contracts';
import { Database, Idempotency, signedInPerson, type SignedInPerson } from '@roster/service-kit';
import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { AccountEntity } from '../../people/accounts/account.entity.js';
import { AccountsService, findAccount } from '../../people/accounts/accounts.service.js';
import { partOf, recordAct } from '../../core/acts.js';
import { assertRate, HOUR } from '../../core/calls/rate.js';
import { Mails } from '../../people/mails/mails.js';
import { TokensService } from '../../core/tokens/tokens.service.js';
import { PHONE_CODES, PhoneVerificationEntity } from './phone-verification.entity.js';
import { CODE_WORKS_FOR, CODES_PER_HOUR, isSameCode } from './phone-verification.js';

/** Lets owners confirm their account with a telephone number (RP-31, SC-22). */
@Injectable()
export class PhoneVerificationsService {
  constructor(
    private readonly database: Database,
    private readonly idempotency: Idempotency,
    private readonly tokens: TokensService,
    private readonly mails: Mails,
    private readonly accounts: AccountsService,
  ) {}

  /** Sends a code, which replaces the one before. Rejects with `rate.limited`. */
  start(input: VerifyPhone, context: CallContext): Promise<PhoneVerification> {
    const call = signedInPerson(context);
    return this.database.inAccount(call.accountId, (manager) =>
      this.idempotency.run(manager, call, verifyPhone, input, () => this.send(manager, input, call)),
    );
  }

  /** Counts a wrong code before it is refused. Five wrong codes void the right one. */
  async confirm({ code }: ConfirmPhone, context: CallContext): Promise<AccountDetails> {
    const call = signedInPerson(context);
    const confirmed = await this.database.inAccount(call.accountId, (manager) => this.tryCode(manager, code, call));
    if (!confirmed) throw new RosterError(phoneCodeInvalid);
    return confirmed;
  }

  private async send(manager: EntityManager, { phone }: VerifyPhone, call: SignedInPerson): Promise<PhoneVerification> {
    const { accountId } = call;
    // Locks the account, because the first request has no row of its own to lock.
    await manager.findOne(AccountEntity, { where: { id: accountId }, lock: { mode: 'for_no_key_update' } });
    const account = await requireOwner(manager, call);
    const present = await lock(manager, accountId);
    const now = new Date();
    assertRate(present?.sentAt ?? [], CODES_PER_HOUR, now);
    const generation = (present?.generation ?? 0) + 1;
    const id = present?.id ?? uuidv7();
    const link = { purpose: 'phone-code', id, generation } as const;
    const { tokenHash, expiresAt } = this.tokens.stored(link, CODE_WORKS_FOR);
    const recent = (present?.sentAt ?? []).filter((at) => at.getTime() > now.getTime() - HOUR);
    await manager.save(PhoneVerificationEntity, {
      accountId,
      id,
      generation,
      phone,
      tokenHash,
      failures: 0,
      sentAt: [...recent, now],
      expiresAt,
    });
    await this.mails.order(
      manager,
      {
        template: 'phone-code',
        recipient: phone,
        reader: { accountId, memberId: call.actor.memberId },
        words: { accountName: account.name },
        link,
        expiresAt,
      },
      call,
    );
    // The number is personal; that there is another code, and until when, is not.
    const part = { kind: 'phone-verification', id: accountId };
    const parts = partOf(part, present && { codes: present.generation, expiresAt: present.expiresAt }, {
      codes: generation,
      expiresAt,
    });
    const target = { type: 'account', id: accountId };
    await recordAct(manager, accountId, { action: 'phone-verification.started', target, parts }, call);
    return { phone, expiresAt: expiresAt.toISOString() };
  }

  private async tryCode(
    manager: EntityManager,
    code: string,
    call: SignedInPerson,
  ): Promise<AccountDetails | undefined> {
    const { accountId, actor } = call;
    const { phoneVerifiedAt } = await requireOwner(manager, call);
    const present = await PHONE_CODES.lock(manager, { accountId });
    if (!present) return undefined;
    const { id, generation, phone } = present;
    if (!isSameCode(code, this.tokens.codeOf({ purpose: 'phone-code', id, generation }))) {
      await manager.increment(PhoneVerificationEntity, { accountId }, 'failures', 1);
      return undefined;
    }
    if (!(await PHONE_CODES.claim(manager, { accountId }))) return undefined;
    const now = new Date();
    await manager.update(AccountEntity, { id: accountId }, { phone, phoneVerifiedAt: now });
    const target = { type: 'account', id: accountId };
    const parts = partOf({ kind: 'account-settings', id: accountId }, { phoneVerifiedAt }, { phoneVerifiedAt: now });
    await recordAct(manager, accountId, { action: 'account.validated', target, parts }, call);
    return this.accounts.show(await findAccount(manager, accountId), actor.memberId);
  }
}

async function requireOwner(manager: EntityManager, { accountId, actor }: SignedInPerson): Promise<AccountEntity> {
  const account = await findAccount(manager, accountId);
  if (account.ownerMemberId !== actor.memberId) throw new RosterError(accountNotOwner);
  return account;
}

const lock = (manager: EntityManager, accountId: string): Promise<PhoneVerificationEntity | null> =>
  manager.findOne(PhoneVerificationEntity, { where: { accountId }, lock: { mode: 'pessimistic_write' } });
