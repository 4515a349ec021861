import { Injectable } from '@nestjs/common';
import { memberDeleted } from '@roster/contracts';
import { Outbox } from '@roster/service-kit';
import type { EntityManager } from 'typeorm';
import { findAccount } from '../accounts/accounts.service.js';
import type { MemberEntity } from './member.entity.js';
import { memberChange } from './member.js';
import { changeMember, lockMember } from './members.store.js';

/** What remains of a membership that is over for good. */
@Injectable()
export class Tombstones {
  constructor(private readonly outbox: Outbox) {}

  /** Deletes the member: nothing of the person stays, and the event frees his seat. Rejects with `member.not-found`. */
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
    await this.outbox.record(manager, memberDeleted, {
      accountId,
      subject: memberId,
      data: memberChange(await findAccount(manager, accountId), member),
      traceparent,
    });
    return member;
  }
}
