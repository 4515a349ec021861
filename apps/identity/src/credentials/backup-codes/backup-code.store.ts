import { Injectable } from '@nestjs/common';
import type { CallContext } from '@roster/contracts';
import { IsNull, type EntityManager } from 'typeorm';
import { Mails } from '../../people/mails/mails.js';
import { Secrets } from '../../core/secrets.js';
import type { UserEntity } from '../../people/users/user.entity.js';
import { BACKUP_CODES, BackupCodeEntity } from './backup-code.entity.js';
import { CODES, newBackupCode, normaliseBackupCode } from './backup-code.js';

/** Backup codes, for people who have lost their other factors. All methods run in the caller's transaction. */
@Injectable()
export class BackupCodeStore {
  constructor(
    private readonly mails: Mails,
    private readonly secrets: Secrets,
  ) {}

  /** Ten new codes. All earlier ones stop working. */
  async renew(manager: EntityManager, userId: string): Promise<string[]> {
    const codes = Array.from({ length: CODES }, newBackupCode);
    const createdAt = new Date();
    await this.clear(manager, userId);
    await manager.insert(
      BackupCodeEntity,
      codes.map((code) => ({ userId, digest: this.digestOf(userId, code), createdAt })),
    );
    return codes;
  }

  /** The first ten codes; null if the person has codes already, used or not. */
  async makeFirst(manager: EntityManager, userId: string): Promise<string[] | null> {
    return (await manager.existsBy(BackupCodeEntity, { userId })) ? null : this.renew(manager, userId);
  }

  async clear(manager: EntityManager, userId: string): Promise<void> {
    await manager.delete(BackupCodeEntity, { userId });
  }

  /** Whether this is an unused code of the person. If so, it is used up, and they are told by mail. */
  async use(manager: EntityManager, user: UserEntity, code: string, call: CallContext): Promise<boolean> {
    const { id: userId, email: recipient, firstName } = user;
    const digest = this.digestOf(userId, code);
    if (!(await BACKUP_CODES.claim(manager, { userId, digest }))) return false;
    const left = await manager.countBy(BackupCodeEntity, { userId, usedAt: IsNull() });
    const words = { firstName, left: String(left) };
    await this.mails.order(manager, { template: 'backup-code-used', recipient, reader: { userId }, words }, call);
    return true;
  }

  private digestOf(owner: string, code: string): string {
    return this.secrets.digest(normaliseBackupCode(code), { purpose: 'backup-code', owner }).toString('base64url');
  }
}
