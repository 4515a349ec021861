import { Injectable } from '@nestjs/common';
import {
  challengeInvalid,
  memberInactive,
  RosterError,
  tokenInvalid,
  type CallContext,
  type Nothing,
  type RequestIpAuthorization,
  type TokenInput,
} from '@roster/contracts';
import { Database, enterAccount, networkOf } from '@roster/service-kit';
import { LessThan, type EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { findAccount } from '../../people/accounts/accounts.service.js';
import { ChallengeStore } from '../challenge.store.js';
import { authorizeAddress } from '../ip-addresses/authorized.js';
import { Mails } from '../../people/mails/mails.js';
import type { MemberEntity } from '../../people/members/member.entity.js';
import { lockMember } from '../../people/members/members.store.js';
import { Throttles } from '../../core/limits/throttles.js';
import { hashToken } from '../../core/tokens/token.js';
import { TokensService } from '../../core/tokens/tokens.service.js';
import { UserEntity } from '../../people/users/user.entity.js';
import { IP_AUTHORIZATIONS, IpAuthorizationEntity } from './ip-authorization.entity.js';

/** Milliseconds for which the mailed link works. */
const TERM = 30 * 60_000;

/** Lets a member authorize a new network address by a mailed link (SC-10 … SC-12). */
@Injectable()
export class IpAuthorizationsService {
  constructor(
    private readonly challenges: ChallengeStore,
    private readonly database: Database,
    private readonly mails: Mails,
    private readonly throttles: Throttles,
    private readonly tokens: TokensService,
  ) {}

  /** The sign-in keeps waiting, so the mail can be requested again. */
  async request({ challenge: token }: RequestIpAuthorization, call: CallContext): Promise<Nothing> {
    await this.throttles.count('mail-to', `ip-authorization ${await this.recipientOf(token)}`);
    return this.database.transaction(async (manager) => {
      const { accountId, memberId, address } = await this.challenges.lock(manager, token, 'address');
      const network = networkOf(address ?? undefined);
      // Without a known network there is nothing to authorize.
      if (network === undefined) throw new RosterError(challengeInvalid);
      await enterAccount(manager, accountId);
      const member = await lockMember(manager, { accountId, memberId }, 'write');
      if (member.status !== 'active') throw new RosterError(memberInactive);
      await this.mail(manager, member, network, call);
      return {};
    });
  }

  /** Authorizes the address from which the sign-in came, not the one where the link is opened. */
  confirm({ token }: TokenInput, call: CallContext): Promise<Nothing> {
    const tokenHash = hashToken(token);
    return this.database.through({ tokenHash }, async (manager) => {
      const open = await IP_AUTHORIZATIONS.find(manager, { tokenHash });
      if (!open) throw new RosterError(tokenInvalid);
      const { accountId, id, memberId, address } = open;
      await enterAccount(manager, accountId);
      const member = await lockMember(manager, { accountId, memberId }, 'read');
      const isFirst = await IP_AUTHORIZATIONS.claim(manager, { accountId, id, tokenHash });
      if (!isFirst || member.status !== 'active') throw new RosterError(tokenInvalid);
      await authorizeAddress(manager, { accountId, memberId, address }, call);
      return {};
    });
  }

  private recipientOf(token: string): Promise<string> {
    return this.database.transaction(async (manager) => {
      const { userId } = await this.challenges.lock(manager, token, 'address');
      return (await manager.findOneByOrFail(UserEntity, { id: userId })).email;
    });
  }

  private async mail(
    manager: EntityManager,
    { accountId, id: memberId, email: recipient, firstName }: MemberEntity,
    address: string,
    call: CallContext,
  ): Promise<void> {
    await manager.delete(IpAuthorizationEntity, { accountId, memberId, expiresAt: LessThan(new Date()) });
    const before = await manager.findOneBy(IpAuthorizationEntity, { accountId, memberId, address });
    const [id, generation] = [before?.id ?? uuidv7(), (before?.generation ?? 0) + 1];
    const link = { purpose: 'ip-authorization', id, generation } as const;
    const { tokenHash, expiresAt } = this.tokens.stored(link, TERM);
    await manager.save(IpAuthorizationEntity, { accountId, id, memberId, address, generation, tokenHash, expiresAt });
    const { name: accountName } = await findAccount(manager, accountId);
    // The address that will be authorized, even if this request comes from another one.
    const words = { firstName, accountName, address };
    await this.mails.order(
      manager,
      { template: 'ip-authorization', recipient, reader: { accountId, memberId }, words, link, expiresAt },
      call,
    );
  }
}
