import { Injectable } from '@nestjs/common';
import { IsNull, type EntityManager } from 'typeorm';
import { ChallengeEntity } from './challenge.entity.js';
import { DeviceEntity } from '../sessions/devices/device.entity.js';
import { EmailChangeEntity } from './email-changes/email-change.entity.js';
import { PasswordResetEntity } from './password-resets/password-reset.entity.js';
import { SessionStore } from '../sessions/sessions/session.store.js';

/** Puts out whoever may have got hold of what a person signs in with. */
@Injectable()
export class CredentialRevocation {
  constructor(private readonly sessions: SessionStore) {}

  /**
   * Ends all that the person has begun with what he signed in with until now: his sessions but one, in all accounts;
   * sign-ins between two steps; links that set a password or an address. Links that undo a change of address stay. Where no
   * session goes on, the devices that he was known by are forgotten as well.
   */
  async revoke(manager: EntityManager, userId: string, { except }: { except?: string } = {}): Promise<void> {
    const closedAt = new Date();
    await this.sessions.end(manager, { userId, ...(except !== undefined && { except }) });
    await manager.delete(ChallengeEntity, { userId });
    if (except === undefined) await manager.delete(DeviceEntity, { userId });
    await manager.update(PasswordResetEntity, { userId, closedAt: IsNull() }, { closedAt });
    await manager.update(EmailChangeEntity, { userId, closedAt: IsNull() }, { closedAt });
  }
}
