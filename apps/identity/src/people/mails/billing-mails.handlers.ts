import { Controller } from '@nestjs/common';
import { billingMailRequested, type BillingMailRequested, type Envelope } from '@roster/contracts';
import { OnEvent } from '@roster/service-kit';
import type { EntityManager } from 'typeorm';
import { findAccount } from '../accounts/accounts.service.js';
import { MemberEntity } from '../members/member.entity.js';
import { fullName } from '../members/member.js';
import { Mails } from './mails.js';

/** Mails that billing asks for: it knows which member they are for, and identity their address and name. */
@Controller()
export class BillingMailsHandlers {
  constructor(private readonly mails: Mails) {}

  @OnEvent(billingMailRequested)
  async order(
    { accountid: accountId = '', data, traceparent }: Envelope<BillingMailRequested>,
    manager: EntityManager,
  ) {
    const account = await findAccount(manager, accountId);
    const find = (id: string | null) => manager.findOneBy(MemberEntity, { accountId, id: id ?? account.ownerMemberId });
    const reader = await find(data.memberId);
    if (!reader) return;
    const by = data.byMemberId === null ? null : await find(data.byMemberId);
    const contact = data.contactId === undefined ? null : await find(data.contactId);
    const names = { givenBy: named(by), contact: named(contact) };
    const words = { ...data.words, firstName: reader.firstName, accountName: account.name, ...names };
    const { template } = data;
    await this.mails.order(
      manager,
      { template, words, recipient: reader.email, reader: { accountId, memberId: reader.id } } as Parameters<
        Mails['order']
      >[1],
      { traceparent },
    );
  }
}

const named = (member: MemberEntity | null): string => (member && fullName(member)) || 'Somebody who is no longer here';
