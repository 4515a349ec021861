import { Injectable } from '@nestjs/common';
import {
  normaliseEmail,
  memberActivated,
  RosterError,
  toAct,
  tokenInvalid,
  verificationResendRequested,
  type CallContext,
  type Envelope,
  type MemberChange,
  type Nothing,
  type ResendVerification,
  type TokenInput,
  type Versioned,
} from '@roster/contracts';
import { Database, enterAccount, invalid, Outbox } from '@roster/service-kit';
import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { AccessClient } from '../../neighbours/access.client.js';
import { AccountEntity } from '../../people/accounts/account.entity.js';
import { findAccount } from '../../people/accounts/accounts.service.js';
import { AddressProofStore } from '../../credentials/address-proof.store.js';
import { memberChange } from '../../people/members/member.js';
import { changeMember, lockMember } from '../../people/members/members.store.js';
import { Throttles } from '../../core/limits/throttles.js';
import { hashToken } from '../../core/tokens/token.js';
import { UserEntity } from '../../people/users/user.entity.js';
import { createUser } from '../../people/users/user.store.js';
import { SIGN_UPS, type SignUpEntity } from '../../people/users/sign-up.entity.js';
import { joining } from '../../credentials/second-factors/second-factors.js';
import { verificationsTo } from './sign-up.store.js';

@Injectable()
export class EmailVerificationsService {
  constructor(
    private readonly access: AccessClient,
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly proofs: AddressProofStore,
    private readonly throttles: Throttles,
  ) {}

  /** Activates the account. Its owner becomes a user, or joins with the user that the address has already. */
  async verify({ token }: TokenInput, call: CallContext): Promise<Versioned> {
    const envelope = await this.database.transaction(async (manager) => {
      const signUp = await SIGN_UPS.take(manager, { tokenHash: hashToken(token) });
      if (!signUp) throw new RosterError(tokenInvalid);
      await enterAccount(manager, signUp.accountId);
      return this.activate(manager, signUp, call);
    });
    return this.access.applied(envelope, call);
  }

  /** Only records the request: answer, limit and time are the same for an address that nobody has (S12, S43). */
  async resend({ email: typed }: ResendVerification, { traceparent, client }: CallContext): Promise<Nothing> {
    const email = normaliseEmail(typed);
    if (email === undefined) throw invalid({ path: 'email', message: 'is not an e-mail address' });
    await this.throttles.count('mail-to', verificationsTo(email));
    await this.database.transaction((manager) =>
      this.outbox.record(manager, verificationResendRequested, {
        subject: uuidv7(),
        data: { email, address: client?.address ?? null, userAgent: client?.userAgent ?? null },
        traceparent,
      }),
    );
    return {};
  }

  private async activate(
    manager: EntityManager,
    { accountId, memberId, email, passwordHash }: SignUpEntity,
    call: CallContext,
  ): Promise<Envelope<MemberChange>> {
    const invited = await lockMember(manager, { accountId, memberId }, 'write');
    const { firstName, lastName } = invited;
    const made = await createUser(manager, { email, firstName, lastName, passwordHash, isVerified: true });
    const user = made ?? (await this.known(manager, { accountId, email }, call));
    const member = await changeMember(manager, invited, await joining(manager, user));
    const account = await activateAccount(manager, accountId);
    const actor = { kind: 'member', memberId } as const;
    const opened = { action: 'account.opened', target: { type: 'account', id: accountId }, actor } as const;
    const data = memberChange(account, member, toAct(opened, call, 'identity'));
    return this.outbox.record(manager, memberActivated, {
      accountId,
      subject: memberId,
      data,
      traceparent: call.traceparent,
    });
  }

  /**
   * The address has a user already. They have to set their password by a mailed link, because whoever created the user
   * or signed up may be somebody else, who knows the old one.
   */
  private async known(
    manager: EntityManager,
    { accountId, email }: Pick<SignUpEntity, 'accountId' | 'email'>,
    call: CallContext,
  ): Promise<UserEntity> {
    const user = await manager.findOneByOrFail(UserEntity, { email });
    await this.proofs.prove(manager, user.id, { keepsPassword: false }, call);
    await enterAccount(manager, accountId);
    return user;
  }
}

async function activateAccount(manager: EntityManager, accountId: string): Promise<AccountEntity> {
  const account = await findAccount(manager, accountId);
  const next = { status: 'active', revision: account.revision + 1 } as const;
  await manager.update(AccountEntity, { id: accountId }, next);
  return { ...account, ...next };
}
