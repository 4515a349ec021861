import { Injectable } from '@nestjs/common';
import {
  memberActivated,
  RosterError,
  tokenInvalid,
  type CallContext,
  type Envelope,
  type MemberChange,
  type TokenInput,
  type Versioned,
} from '@roster/contracts';
import { Database, enterAccount, Outbox } from '@roster/service-kit';
import type { EntityManager } from 'typeorm';
import { AccessClient } from '../../neighbours/access.client.js';
import { AccountEntity } from '../../people/accounts/account.entity.js';
import { findAccount } from '../../people/accounts/accounts.service.js';
import { AddressProofStore } from '../../credentials/address-proof.store.js';
import { memberChange } from '../../people/members/member.js';
import { changeMember, lockMember } from '../../people/members/members.store.js';
import { hashToken } from '../../core/tokens/token.js';
import { UserEntity } from '../../people/users/user.entity.js';
import { createUser } from '../../people/users/user.store.js';
import { SignUpEntity } from '../../people/users/sign-up.entity.js';
import { joining } from '../../credentials/second-factors/second-factors.js';

@Injectable()
export class EmailVerificationsService {
  constructor(
    private readonly access: AccessClient,
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly proofs: AddressProofStore,
  ) {}

  /** Activates the account. Its owner becomes a user, or joins with the user that the address has already. */
  async verify({ token }: TokenInput, call: CallContext): Promise<Versioned> {
    const envelope = await this.database.transaction(async (manager) => {
      const signUp = await take(manager, hashToken(token));
      await enterAccount(manager, signUp.accountId);
      return this.activate(manager, signUp, call);
    });
    return this.access.applied(envelope, call);
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
    const data = memberChange(account, member);
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

/**
 * Deletes the sign-up. Only one of several parallel attempts succeeds. Rejects with `token.invalid` if it does not
 * exist, or is expired or used.
 */
async function take(manager: EntityManager, tokenHash: string): Promise<SignUpEntity> {
  const signUp = await manager.findOneBy(SignUpEntity, { tokenHash });
  const isOpen = signUp && signUp.expiresAt > new Date();
  if (!isOpen || (await manager.delete(SignUpEntity, { id: signUp.id })).affected !== 1) {
    throw new RosterError(tokenInvalid);
  }
  return signUp;
}

async function activateAccount(manager: EntityManager, accountId: string): Promise<AccountEntity> {
  const account = await findAccount(manager, accountId);
  const next = { status: 'active', revision: account.revision + 1 } as const;
  await manager.update(AccountEntity, { id: accountId }, next);
  return { ...account, ...next };
}
