import { Injectable } from '@nestjs/common';
import {
  forgetSsoIdentity,
  memberIsOwner,
  RosterError,
  ssoIdentityNotFound,
  type CallContext,
  type MemberId,
  type Nothing,
  type SsoIdentities,
  type SsoIdentity,
  type SsoIdentityId,
} from '@roster/contracts';
import { Database, Idempotency, signedIn, type SignedIn } from '@roster/service-kit';
import type { EntityManager } from 'typeorm';
import { recordAct } from '../../core/acts.js';
import { Mails } from '../../people/mails/mails.js';
import { findAccount } from '../../people/accounts/accounts.service.js';
import { Ceiling } from '../../people/ceiling.js';
import { findMember, lockMember } from '../../people/members/members.store.js';
import { SessionStore } from '../../sessions/sessions/session.store.js';
import { SsoIdentityEntity } from '../sso-connections/sso-identity.entity.js';

/** Who members are at the account's identity provider, as administrators see and forget it. */
@Injectable()
export class SsoIdentitiesService {
  constructor(
    private readonly ceiling: Ceiling,
    private readonly database: Database,
    private readonly idempotency: Idempotency,
    private readonly mails: Mails,
    private readonly sessions: SessionStore,
  ) {}

  list({ memberId }: MemberId, call: CallContext): Promise<SsoIdentities> {
    const { accountId } = signedIn(call);
    return this.database.inAccount(accountId, async (manager) => {
      const { userId } = await findMember(manager, { accountId, memberId });
      if (!userId) return { items: [] };
      const rows = await manager.find(SsoIdentityEntity, { where: { accountId, userId }, order: { createdAt: 'asc' } });
      return { items: rows.map(toSsoIdentity) };
    });
  }

  async forget(input: SsoIdentityId, context: CallContext): Promise<Nothing> {
    const call = signedIn(context);
    await this.ceiling.require({ contract: forgetSsoIdentity, input, call }, [input.memberId], memberIsOwner);
    return this.database.inAccount(call.accountId, (manager) =>
      this.idempotency.run(manager, call, forgetSsoIdentity, input, () => this.forgetIn(manager, input, call)),
    );
  }

  private async forgetIn(
    manager: EntityManager,
    { memberId, identityId: id }: SsoIdentityId,
    call: SignedIn,
  ): Promise<Nothing> {
    const { accountId } = call;
    const { userId, email: recipient, firstName } = await lockMember(manager, { accountId, memberId }, 'write');
    const identity = userId && (await manager.findOneBy(SsoIdentityEntity, { accountId, id, userId }));
    if (!identity) throw new RosterError(ssoIdentityNotFound);
    const { issuer, subject } = identity;
    await manager.delete(SsoIdentityEntity, { accountId, issuer, subject });
    await this.sessions.end(manager, { accountId, memberId });
    const parts = [{ kind: 'sso-identity', id, before: { issuer }, after: null }];
    const target = { type: 'member', id: memberId };
    await recordAct(manager, accountId, { action: 'sso-identity.forgotten', target, parts }, call);
    const { name: accountName } = await findAccount(manager, accountId);
    const words = { firstName, accountName };
    await this.mails.order(
      manager,
      { template: 'sso-identity-forgotten', recipient, reader: { accountId, memberId }, words },
      call,
    );
    return {};
  }
}

const toSsoIdentity = ({ id, issuer, subject, linkedTo, createdAt }: SsoIdentityEntity): SsoIdentity => ({
  id,
  issuer,
  subject,
  isOwnLink: linkedTo !== null,
  createdAt: createdAt.toISOString(),
});
