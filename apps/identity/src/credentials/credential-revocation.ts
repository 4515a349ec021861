import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ChallengeEntity } from './challenge.entity.js';
import { DeviceEntity } from '../sessions/devices/device.entity.js';
import { EMAIL_CHANGES } from './email-changes/email-change.entity.js';
import { PASSWORD_RESETS } from './password-resets/password-reset.entity.js';
import { SessionStore } from '../sessions/sessions/session.store.js';

/** Signs out everybody who may have got hold of a person's credentials. */
@Injectable()
export class CredentialRevocation {
  constructor(private readonly sessions: SessionStore) {}

  /**
   * Ends all that was begun with the person's credentials so far: their sessions in all accounts (but one), sign-ins
   * between two steps, and links that set a password or an address. Links that undo a change of address stay. If no
   * session is kept, the person's known devices are forgotten too.
   */
  async revoke(manager: EntityManager, userId: string, { except }: { except?: string } = {}): Promise<void> {
    await this.sessions.end(manager, { userId, ...(except !== undefined && { except }) });
    await manager.delete(ChallengeEntity, { userId });
    if (except === undefined) await manager.delete(DeviceEntity, { userId });
    await PASSWORD_RESETS.close(manager, { userId });
    await EMAIL_CHANGES.close(manager, { userId });
  }
}
