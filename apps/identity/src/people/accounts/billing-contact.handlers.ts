import { Controller } from '@nestjs/common';
import {
  billingContactChanged,
  billingMarkMoved,
  getStanding,
  memberNotFound,
  RosterError,
  StandingQuery,
  type BillingContactState,
  type Envelope,
  type Standing,
} from '@roster/contracts';
import { Database, Handle, Input, OnEvent, Outbox } from '@roster/service-kit';
import type { EntityManager } from 'typeorm';
import { MemberEntity } from '../members/member.entity.js';
import { findMember } from '../members/members.store.js';
import { findAccount } from './accounts.service.js';

/** Who gets the bills: billing decides that, and asks here who is active. Lists and rules of identity rest on a copy. */
@Controller()
export class BillingContactHandlers {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
  ) {}

  @Handle(getStanding)
  standing(@Input() { accountId, memberId }: StandingQuery): Promise<Standing> {
    return this.database.atOneMoment(accountId, async (manager) => {
      const { ownerMemberId, revision: accountRevision } = await findAccount(manager, accountId);
      const member = await findMember(manager, { accountId, memberId: memberId ?? ownerMemberId });
      if (member.kind === 'service') throw new RosterError(memberNotFound);
      const { id, status, revision } = member;
      return { ownerMemberId, accountRevision, memberId: id, isActive: status === 'active', revision };
    });
  }

  /**
   * Copies the contact unless something newer is known. Somebody who has lost their access is none, also where billing has
   * not heard of that yet. The member is locked before the account, as a revocation does.
   */
  @OnEvent(billingContactChanged)
  async copy(
    { accountid: accountId = '', data }: Envelope<BillingContactState>,
    manager: EntityManager,
  ): Promise<void> {
    const { memberId: id, revision } = data;
    const lock = { mode: 'pessimistic_read' } as const;
    const member = id === null ? null : await manager.findOne(MemberEntity, { where: { accountId, id }, lock });
    const memberId = member?.status === 'active' ? member.id : null;
    const [moved]: unknown[][] = await manager.query(
      `update accounts set billing_contact_id = $2, billing_contact_revision = $3
       where id = $1 and billing_contact_revision < $3 returning id`,
      [accountId, memberId, revision],
    );
    if (!moved?.length) return;
    await this.outbox.record(manager, billingMarkMoved, { accountId, subject: accountId, data: { memberId } });
  }
}
