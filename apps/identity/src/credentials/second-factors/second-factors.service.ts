import { Injectable } from '@nestjs/common';
import type { BackupCodes, BackupCodesLeft, CallContext, SecondFactors } from '@roster/contracts';
import { RosterError, secondFactorNotSetUp } from '@roster/contracts';
import { Database, signedInPerson } from '@roster/service-kit';
import type { EntityManager } from 'typeorm';
import { recordActivity } from '../../people/activity/activity-log.js';
import { BackupCodeEntity } from '../backup-codes/backup-code.entity.js';
import { BackupCodeStore } from '../backup-codes/backup-code.store.js';
import { PasskeyEntity } from '../passkeys/passkey.entity.js';
import { toPasskey } from '../passkeys/passkey.js';
import { TotpEntity } from '../totp/totp.entity.js';
import { accountsThatRequire, SecondFactorStore } from './second-factor.store.js';
import { hasSecondFactor } from './second-factors.js';

@Injectable()
export class SecondFactorsService {
  constructor(
    private readonly backupCodes: BackupCodeStore,
    private readonly database: Database,
    private readonly store: SecondFactorStore,
  ) {}

  list(call: CallContext): Promise<SecondFactors> {
    const { accountId, actor } = signedInPerson(call);
    const { userId } = actor;
    return this.database.inAccount(accountId, async (manager) => {
      const totp = await manager.findOneBy(TotpEntity, { userId });
      const passkeys = await manager.find(PasskeyEntity, { where: { userId }, order: { id: 'asc' } });
      const required = await accountsThatRequire(manager, { user: { id: userId }, accountId });
      return {
        required: required.length > 0,
        totp: totp && { createdAt: totp.createdAt.toISOString() },
        passkeys: passkeys.map(toPasskey),
        backupCodes: await codesLeft(manager, userId),
      };
    });
  }

  renewBackupCodes(context: CallContext): Promise<BackupCodes> {
    const call = signedInPerson(context);
    const { userId, memberId } = call.actor;
    return this.database.inAccount(call.accountId, async (manager) => {
      await this.store.lockUser(manager, userId);
      if (!(await hasSecondFactor(manager, userId))) throw new RosterError(secondFactorNotSetUp);
      const act = { accountId: call.accountId, memberId, action: 'backup-codes.renewed' };
      await recordActivity(manager, act, call);
      return { codes: await this.backupCodes.renew(manager, userId) };
    });
  }
}

async function codesLeft(manager: EntityManager, userId: string): Promise<BackupCodesLeft | null> {
  const codes = await manager.findBy(BackupCodeEntity, { userId });
  const [first] = codes;
  if (!first) return null;
  return { remaining: codes.filter(({ usedAt }) => !usedAt).length, createdAt: first.createdAt.toISOString() };
}
