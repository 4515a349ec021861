import { Injectable } from '@nestjs/common';
import type { CallContext } from '@roster/contracts';
import { IsNull, type EntityManager } from 'typeorm';
import { Mails } from '../../core/mails.js';
import { Secrets } from '../../core/secrets.js';
import type { UserEntity } from '../../people/users/user.entity.js';
import { BackupCodeEntity } from './backup-code.entity.js';
import { CODES, newBackupCode, normaliseBackupCode } from './backup-code.js';

/** What lets a person in who has lost his other factor, in the transactions of those who make or take it. */
@Injectable()
export class BackupCodeStore {
  constructor(
    private readonly mails: Mails,
    private readonly secrets: Secrets,
  ) {}

  /** Ten new codes in place of all before. */
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

  /** The first ten of somebody who has none, used or not; null for who has. */
  async makeFirst(manager: EntityManager, userId: string): Promise<string[] | null> {
    return (await manager.existsBy(BackupCodeEntity, { userId })) ? null : this.renew(manager, userId);
  }

  async clear(manager: EntityManager, userId: string): Promise<void> {
    await manager.delete(BackupCodeEntity, { userId });
  }

  /** Whether this is a code of his that was not used before, which uses it up, and tells him by mail. */
  async use(manager: EntityManager, user: UserEntity, code: string, call: CallContext): Promise<boolean> {
    const { id: userId, email: recipient, firstName } = user;
    const digest = this.digestOf(userId, code);
    // One statement finds and marks it: of parallel attempts, one does.
    const { affected } = await manager.update(
      BackupCodeEntity,
      { userId, digest, usedAt: IsNull() },
      { usedAt: new Date() },
    );
    if (affected !== 1) return false;
    const left = await manager.countBy(BackupCodeEntity, { userId, usedAt: IsNull() });
    const words = { firstName, left: String(left) };
    await this.mails.order(manager, { template: 'backup-code-used', recipient, words }, call);
    return true;
  }

  private digestOf(owner: string, code: string): string {
    return this.secrets.digest(normaliseBackupCode(code), { purpose: 'backup-code', owner }).toString('base64url');
  }
}
