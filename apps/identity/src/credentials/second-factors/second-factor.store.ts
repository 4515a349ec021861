import { Injectable } from '@nestjs/common';
import { RosterError, secondFactorRequired, sessionRequired, type CallContext } from '@roster/contracts';
import { enterAccount, enterScope } from '@roster/service-kit';
import { MoreThan, type EntityManager } from 'typeorm';
import { findAccount } from '../../people/accounts/accounts.service.js';
import { recordActivity } from '../../people/activity/activity-log.js';
import { BackupCodeEntity } from '../backup-codes/backup-code.entity.js';
import { BackupCodeStore } from '../backup-codes/backup-code.store.js';
import { Mails } from '../../core/mails.js';
import { MemberEntity } from '../../people/members/member.entity.js';
import { PasskeyEntity } from '../passkeys/passkey.entity.js';
import { TotpSetupEntity } from '../totp/totp-setup.entity.js';
import { TotpEntity } from '../totp/totp.entity.js';
import { UserEntity } from '../../people/users/user.entity.js';
import { hasSecondFactor } from './second-factors.js';

/** Whose factor it is, and as which member he acts. */
interface Holder {
  readonly user: UserEntity;
  readonly accountId: string;
  readonly memberId: string;
}

/** As a mail's sentence has it, and as the record of what he did names it. */
interface Named {
  readonly factor: string;
  readonly details: Record<string, string>;
}

/** What goes with every change of a person's second factors, in the transaction of the change. */
@Injectable()
export class SecondFactorStore {
  constructor(
    private readonly backupCodes: BackupCodeStore,
    private readonly mails: Mails,
  ) {}

  /**
   * The person, held until the transaction ends: of changes to his factors one follows the other, so that two cannot
   * each take the last but one. Rejects with `session.required` for nobody.
   */
  async lockUser(manager: EntityManager, id: string): Promise<UserEntity> {
    const user = await manager.findOne(UserEntity, { where: { id }, lock: { mode: 'for_no_key_update' } });
    if (!user) throw new RosterError(sessionRequired);
    return user;
  }

  async added(manager: EntityManager, holder: Holder, { factor, details }: Named, call: CallContext): Promise<void> {
    const { email: recipient, firstName } = holder.user;
    await copyToMembers(manager, holder, true);
    await note(manager, holder, { action: 'second-factor.added', details }, call);
    await this.mails.order(manager, { template: 'second-factor-added', recipient, words: { firstName, factor } }, call);
  }

  /** Rejects with `second-factor.required` where it was the last one and one of his accounts insists on one. */
  async removed(manager: EntityManager, holder: Holder, { factor, details }: Named, call: CallContext): Promise<void> {
    const { id: userId, email: recipient, firstName } = holder.user;
    if (!(await hasSecondFactor(manager, userId))) {
      const accountIds = await accountsThatRequire(manager, holder);
      if (accountIds.length > 0) throw new RosterError(secondFactorRequired, undefined, { details: { accountIds } });
      await this.backupCodes.clear(manager, userId);
      await copyToMembers(manager, holder, false);
    }
    const words = { firstName, factor };
    await note(manager, holder, { action: 'second-factor.removed', details }, call);
    await this.mails.order(manager, { template: 'second-factor-removed', recipient, words }, call);
  }

  /**
   * Takes all away from him, or what was set up since; without another factor his backup codes go as well. Resolves with
   * whether he had any. The transaction is in another account, or none, after it.
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

/** The accounts of which the person is an active member and that insist on a second factor. */
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

/** Lists show it of members, and a list is of one account: each has a copy. */
async function copyToMembers(
  manager: EntityManager,
  { user, accountId: own }: Holder,
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

/** Always in the same order, since their rows are locked one after the other. */
export async function membershipsOf(manager: EntityManager, userId: string): Promise<MemberEntity[]> {
  await enterScope(manager, { userId });
  return manager.find(MemberEntity, { where: { userId }, order: { accountId: 'asc', id: 'asc' } });
}

const note = (
  manager: EntityManager,
  { accountId, memberId }: Holder,
  act: { action: string; details: Record<string, string> },
  call: CallContext,
) => recordActivity(manager, { accountId, memberId, ...act }, call);
