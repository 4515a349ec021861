import { Injectable } from '@nestjs/common';
import type { CallContext } from '@roster/contracts';
import type { EntityManager } from 'typeorm';
import { recordPersonalActivity } from '../../people/activity/personal-activity.js';
import { Mails } from '../../people/mails/mails.js';
import { CredentialEntity } from '../../people/users/credential.entity.js';
import { CredentialRevocation } from '../credential-revocation.js';
import type { UserEntity } from '../../people/users/user.entity.js';

interface NewPassword {
  readonly passwordHash: string;
  /** The session in which it is done. It is kept. */
  readonly except?: string;
}

/** Replaces a person's password, in the caller's transaction. */
@Injectable()
export class CredentialStore {
  constructor(
    private readonly revocation: CredentialRevocation,
    private readonly mails: Mails,
  ) {}

  /**
   * Ends everything that was begun with the old password (S29), and tells the person by mail (S14). Their second
   * factors stay (S20).
   */
  async replace(
    manager: EntityManager,
    { id: userId, email, firstName }: UserEntity,
    { passwordHash, except }: NewPassword,
    call: CallContext,
  ): Promise<void> {
    const row = { userId, passwordHash, mustChange: false, changedAt: new Date() };
    await manager.upsert(CredentialEntity, row, ['userId']);
    await this.revocation.revoke(manager, userId, { ...(except !== undefined && { except }) });
    const letter = { recipient: email, reader: { userId }, words: { firstName } };
    await this.mails.order(manager, { template: 'password-changed', ...letter }, call);
    await recordPersonalActivity(manager, userId, 'password.changed', call);
  }
}
