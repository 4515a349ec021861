import { Injectable } from '@nestjs/common';
import { memberDeleted, type Act } from '@roster/contracts';
import { Outbox } from '@roster/service-kit';
import type { EntityManager } from 'typeorm';
import { findAccount } from '../accounts/accounts.service.js';
import type { MemberEntity } from './member.entity.js';
import { memberChange } from './member.js';
import { changeMember, lockMember } from './members.store.js';

/** Tables of other rooms, which import this one. What they keep of a person is erased with the person. */
const OF_THE_PERSON = ['ip_addresses', 'ip_authorizations', 'handovers'];

/** Erases a person whose membership is over for good. The row stays because the audit names it. */
@Injectable()
export class MemberErasure {
  constructor(private readonly outbox: Outbox) {}

  /**
   * Deletes the member. Nothing stays but what they did, and the event frees their seat. `act` is left out where access
   * has it already. Rejects with `member.not-found`.
   */
  async erase(
    manager: EntityManager,
    key: { readonly accountId: string; readonly memberId: string },
    { act, traceparent }: { act?: Act | undefined; traceparent?: string | undefined } = {},
  ): Promise<MemberEntity> {
    const { accountId, memberId } = key;
    const present = await lockMember(manager, key, 'write');
    const member = await changeMember(manager, present, {
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
    for (const table of OF_THE_PERSON) {
      await manager.query(`delete from ${table} where account_id = $1 and member_id = $2`, [accountId, memberId]);
    }
    // Otherwise the next one with this address would be refused as another person of the provider's.
    await manager.query('delete from sso_identities where account_id = $1 and user_id = $2', [
      accountId,
      present.userId,
    ]);
    await this.outbox.record(manager, memberDeleted, {
      accountId,
      subject: memberId,
      data: memberChange(await findAccount(manager, accountId), member, act),
      traceparent,
    });
    return member;
  }
}
