import { Injectable } from '@nestjs/common';
import type { CallContext } from '@roster/contracts';
import { MoreThan, type EntityManager } from 'typeorm';
import { recordPersonalActivity } from '../people/activity/personal-activity.js';
import { ConnectionEntity } from './connection.entity.js';
import { Mails } from '../core/mails.js';
import { SecondFactorStore } from './second-factors/second-factor.store.js';
import { CredentialEntity } from '../people/users/credential.entity.js';
import { CredentialRevocation } from './credential-revocation.js';
import { UserEntity } from '../people/users/user.entity.js';
import { lockUser } from '../people/users/user.store.js';

/**
 * What follows when somebody has shown that an address is his, by what was mailed to it or by the provider of its domain:
 * whatever others may have set up for him before opens nothing any more.
 */
@Injectable()
export class AddressProofStore {
  constructor(
    private readonly revocation: CredentialRevocation,
    private readonly factors: SecondFactorStore,
    private readonly mails: Mails,
  ) {}

  /**
   * The first time only: his user may have been made by somebody who merely typed the address, who chose the password too,
   * and could come in until now. `keepsPassword`: he has just shown it, or chosen it. Resolves with whether it was the
   * first time; the transaction is in another account, or none, after that.
   */
  async prove(
    manager: EntityManager,
    userId: string,
    { keepsPassword }: { keepsPassword: boolean },
    call: CallContext,
  ): Promise<boolean> {
    const { verifiedAt, email: recipient, firstName } = await lockUser(manager, userId);
    if (verifiedAt) return false;
    await manager.update(UserEntity, { id: userId }, { verifiedAt: new Date() });
    if (!keepsPassword) await manager.delete(CredentialEntity, { userId });
    const hadFactors = await this.factors.clear(manager, userId);
    await manager.delete(ConnectionEntity, { userId });
    await this.revocation.revoke(manager, userId);
    if (hadFactors) {
      const words = { firstName, factor: 'any second factor that was set up before you confirmed your e-mail address' };
      await this.mails.order(manager, { template: 'second-factor-removed', recipient, words }, call);
    }
    await recordPersonalActivity(manager, userId, 'email.verified', call);
    return true;
  }

  /**
   * An address has come back to him whom it was taken from: what was set up since then is not his. Older things are, and
   * stay. The transaction is in another account, or none, after it.
   */
  async reclaim(manager: EntityManager, userId: string, since: Date): Promise<void> {
    await manager.delete(CredentialEntity, { userId, changedAt: MoreThan(since) });
    await this.factors.clear(manager, userId, since);
    await manager.delete(ConnectionEntity, { userId, connectedAt: MoreThan(since) });
    await this.revocation.revoke(manager, userId);
  }
}
