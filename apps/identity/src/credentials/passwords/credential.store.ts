import { Injectable } from '@nestjs/common';
import type { CallContext } from '@roster/contracts';
import type { EntityManager } from 'typeorm';
import { recordPersonalActivity } from '../../people/activity/personal-activity.js';
import { Mails } from '../../core/mails.js';
import { CredentialEntity } from '../../people/users/credential.entity.js';
import { CredentialRevocation } from '../credential-revocation.js';
import type { UserEntity } from '../../people/users/user.entity.js';

interface NewPassword {
  readonly passwordHash: string;
  /** The session in which it is done, and which goes on. */
  readonly except?: string;
}

/** Puts another password in the place of a person's own, in the transactions of those who have a reason to. */
@Injectable()
export class CredentialStore {
  constructor(
    private readonly revocation: CredentialRevocation,
    private readonly mails: Mails,
  ) {}

  /**
   * Whoever came in with the old one is out (S29), and the person is told of it (S14). His second factors stay as they
   * are (S20).
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
    await this.mails.order(manager, { template: 'password-changed', recipient: email, words: { firstName } }, call);
    await recordPersonalActivity(manager, userId, 'password.changed', call);
  }
}
