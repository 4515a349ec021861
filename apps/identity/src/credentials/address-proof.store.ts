import { Injectable } from '@nestjs/common';
import type { CallContext } from '@roster/contracts';
import { MoreThan, type EntityManager } from 'typeorm';
import { recordPersonalActivity } from '../people/activity/personal-activity.js';
import { ConnectionEntity } from './connection.entity.js';
import { Mails } from '../people/mails/mails.js';
import { SecondFactorStore } from './second-factors/second-factor.store.js';
import { CredentialEntity } from '../people/users/credential.entity.js';
import { CredentialRevocation } from './credential-revocation.js';
import { UserEntity } from '../people/users/user.entity.js';
import { lockUser } from '../people/users/user.store.js';

/**
 * What happens when somebody proves that an address is theirs, by a mailed link or through the provider of the domain.
 * Anything that others may have set up for the address before stops working.
 */
@Injectable()
export class AddressProofStore {
  constructor(
    private readonly revocation: CredentialRevocation,
    private readonly factors: SecondFactorStore,
    private readonly mails: Mails,
  ) {}

  /**
   * Only the first proof has an effect. The user may have been created by somebody who merely typed the address and
   * chose the password, and who could sign in until now. `keepsPassword`: the person has just shown or chosen the
   * password, so it stays. Resolves with whether it was the first proof. If so, the transaction is in another account,
   * or none, afterwards.
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
      await this.mails.order(
        manager,
        { template: 'second-factor-removed', recipient, reader: { userId }, words },
        call,
      );
    }
    await recordPersonalActivity(manager, userId, 'email.verified', call);
    return true;
  }

  /**
   * Gives an address back to the person whom it was taken from. Credentials that were set up since then may be the
   * thief's and are deleted; older ones stay. Afterwards the transaction is in another account, or none.
   */
  async reclaim(manager: EntityManager, userId: string, since: Date): Promise<void> {
    await manager.delete(CredentialEntity, { userId, changedAt: MoreThan(since) });
    await this.factors.clear(manager, userId, since);
    await manager.delete(ConnectionEntity, { userId, connectedAt: MoreThan(since) });
    await this.revocation.revoke(manager, userId);
  }
}
