import { Injectable } from '@nestjs/common';
import { memberDeleted } from '@roster/contracts';
import { Outbox } from '@roster/service-kit';
import type { EntityManager } from 'typeorm';
import { findAccount } from '../accounts/accounts.service.js';
import { HandoverEntity } from '../handovers/handover.entity.js';
import { IpAddressEntity } from '../ip-addresses/ip-address.entity.js';
import { IpAuthorizationEntity } from '../ip-authorizations/ip-authorization.entity.js';
import type { MemberEntity } from './member.entity.js';
import { memberChange } from './member.js';
import { changeMember, lockMember } from './members.store.js';

/** What remains of a membership that is over for good. */
@Injectable()
export class Tombstones {
  constructor(private readonly outbox: Outbox) {}

  /**
   * Deletes the member: of the person nothing stays but what he did, and the event frees his seat. Rejects with
   * `member.not-found`.
   */
  async raise(
    manager: EntityManager,
    key: { readonly accountId: string; readonly memberId: string },
    traceparent?: string,
  ): Promise<MemberEntity> {
    const { accountId, memberId } = key;
    const member = await changeMember(manager, await lockMember(manager, key, 'write'), {
      status: 'deleted',
      userId: null,
      email: '',
      firstName: '',
      lastName: '',
      emailFromName: null,
      replyTo: null,
      timeZone: null,
      agentAccess: false,
      twoFactor: false,
    });
    for (const entity of [IpAddressEntity, IpAuthorizationEntity, HandoverEntity]) {
      await manager.delete(entity, { accountId, memberId });
    }
    await this.outbox.record(manager, memberDeleted, {
      accountId,
      subject: memberId,
      data: memberChange(await findAccount(manager, accountId), member),
      traceparent,
    });
    return member;
  }
}
