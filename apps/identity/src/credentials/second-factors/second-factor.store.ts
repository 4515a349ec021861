import { Injectable } from '@nestjs/common';
import { RosterError, secondFactorRequired, sessionRequired, type CallContext } from '@roster/contracts';
import { enterAccount, enterScope } from '@roster/service-kit';
import { MoreThan, type EntityManager } from 'typeorm';
import { findAccount } from '../../people/accounts/accounts.service.js';
import { recordActivity } from '../../people/activity/activity-log.js';
import { BackupCodeEntity } from '../backup-codes/backup-code.entity.js';
import { BackupCodeStore } from '../backup-codes/backup-code.store.js';
import { Mails } from '../../people/mails/mails.js';
import { MemberEntity } from '../../people/members/member.entity.js';
import { PasskeyEntity } from '../passkeys/passkey.entity.js';
import { TotpSetupEntity } from '../totp/totp-setup.entity.js';
import { TotpEntity } from '../totp/totp.entity.js';
import { UserEntity } from '../../people/users/user.entity.js';
import { hasSecondFactor } from './second-factors.js';

/** The person whose factor it is, and the member as whom they act. */
interface FactorOwner {
  readonly user: UserEntity;
  readonly accountId: string;
  readonly memberId: string;
}

/** The factor as a mail's sentence names it, and as an activity entry does. */
interface FactorName {
  readonly factor: string;
  readonly details: Record<string, string>;
}

/** What every change of a person's second factors has to do besides, in the caller's transaction. */
@Injectable()
export class SecondFactorStore {
  constructor(
    private readonly backupCodes: BackupCodeStore,
    private readonly mails: Mails,
  ) {}

  /**
   * The person, with the row locked until the transaction ends. Changes of one person's factors run one after another,
   * so that two of them cannot each remove the second last. Rejects with `session.required` if there is no such person.
   */
  async lockUser(manager: EntityManager, id: string): Promise<UserEntity> {
    const user = await manager.findOne(UserEntity, { where: { id }, lock: { mode: 'for_no_key_update' } });
    if (!user) throw new RosterError(sessionRequired);
    return user;
  }

  async added(
    manager: EntityManager,
    owner: FactorOwner,
    { factor, details }: FactorName,
    call: CallContext,
  ): Promise<void> {
    const { id: userId, email: recipient, firstName } = owner.user;
    const words = { firstName, factor };
    await copyToMembers(manager, owner, true);
    await note(manager, owner, { action: 'second-factor.added', details }, call);
    await this.mails.order(manager, { template: 'second-factor-added', recipient, reader: { userId }, words }, call);
  }

  /** For a person who has their first factor now; null where they have backup codes already, used or not. */
  firstBackupCodes(manager: EntityManager, userId: string): Promise<string[] | null> {
    return this.backupCodes.makeFirst(manager, userId);
  }

  /** Rejects with `second-factor.required` if it was the last one and one of the person's accounts requires one. */
  async removed(
    manager: EntityManager,
    owner: FactorOwner,
    { factor, details }: FactorName,
    call: CallContext,
  ): Promise<void> {
    const { id: userId, email: recipient, firstName } = owner.user;
    if (!(await hasSecondFactor(manager, userId))) {
      const accountIds = await accountsThatRequire(manager, owner);
      if (accountIds.length > 0) throw new RosterError(secondFactorRequired, undefined, { details: { accountIds } });
      await this.backupCodes.clear(manager, userId);
      await copyToMembers(manager, owner, false);
    }
    const words = { firstName, factor };
    await note(manager, owner, { action: 'second-factor.removed', details }, call);
    await this.mails.order(manager, { template: 'second-factor-removed', recipient, reader: { userId }, words }, call);
  }

  /**
   * Deletes all factors of the person, or only those set up since a time. Without another factor their backup codes are
   * deleted too. Resolves with whether they had any. Afterwards the transaction is in another account, or none.
   */
  async clear(manager: EntityManager, userId: string, since?: Date): Promise<boolean> {
    const had = await hasSecondFactor(manager, userId);
    const which = { userId, ...(since && { createdAt: MoreThan(since) }) };
    for (const entity of [TotpEntity, PasskeyEntity, BackupCodeEntity]) await manager.delete(entity, which);
    await manager.delete(TotpSetupEntity, { userId });
    if (await hasSecondFactor(manager, userId)) return had;
    await this.backupCodes.clear(manager, userId);
    await markMembers(manager, userId, false);
    return had;
  }
}

/** The accounts that require a second factor, of those where the person is an active member. */
export async function accountsThatRequire(
  manager: EntityManager,
  { user, accountId }: { user: Pick<UserEntity, 'id'>; accountId: string },
): Promise<string[]> {
  const required: string[] = [];
  for (const member of await membershipsOf(manager, user.id)) {
    if (member.status !== 'active') continue;
    await enterAccount(manager, member.accountId);
    const account = await findAccount(manager, member.accountId);
    if (account.secondFactorRequired) required.push(account.id);
  }
  await enterAccount(manager, accountId);
  return required;
}

/** Copies the state to every member of the person, because the list of an account can only read that account's rows. */
async function copyToMembers(
  manager: EntityManager,
  { user, accountId: own }: FactorOwner,
  twoFactor: boolean,
): Promise<void> {
  await markMembers(manager, user.id, twoFactor);
  await enterAccount(manager, own);
}

async function markMembers(manager: EntityManager, userId: string, twoFactor: boolean): Promise<void> {
  for (const { accountId, id } of await membershipsOf(manager, userId)) {
    await enterAccount(manager, accountId);
    await manager.update(MemberEntity, { accountId, id }, { twoFactor });
  }
}

/** Always in the same order, because their rows are locked in it: another order could deadlock. */
export async function membershipsOf(manager: EntityManager, userId: string): Promise<MemberEntity[]> {
  await enterScope(manager, { userId });
  return manager.find(MemberEntity, { where: { userId }, order: { accountId: 'asc', id: 'asc' } });
}

const note = (
  manager: EntityManager,
  { accountId, memberId }: FactorOwner,
  act: { action: string; details: Record<string, string> },
  call: CallContext,
) => recordActivity(manager, { accountId, memberId, ...act }, call);
