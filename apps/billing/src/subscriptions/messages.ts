import { Injectable } from '@nestjs/common';
import {
  billingActRecorded,
  billingMailRequested,
  toAct,
  type BillingMailRequested,
  type CallContext,
  type Done,
} from '@roster/contracts';
import { Outbox } from '@roster/service-kit';
import type { EntityManager } from 'typeorm';
import { contactOf } from '../contacts/contact.store.js';

type Cause = Partial<Pick<CallContext, 'actor' | 'client' | 'requestId' | 'traceparent'>>;

/** What billing tells others, in the transaction in which it becomes true: mails to members, acts for the trail. */
@Injectable()
export class Messages {
  constructor(private readonly outbox: Outbox) {}

  /** To the member, or to the account's billing contact where none is named. */
  async mail(manager: EntityManager, accountId: string, mail: BillingMailRequested, call: Cause = {}): Promise<void> {
    const { traceparent } = call;
    const data = { ...mail, memberId: mail.memberId ?? (await contactOf(manager, accountId)) };
    await this.outbox.record(manager, billingMailRequested, { accountId, subject: accountId, data, traceparent });
  }

  async act(manager: EntityManager, accountId: string, done: Done, call: Cause): Promise<void> {
    const data = toAct(done, call, 'billing');
    const { traceparent } = call;
    await this.outbox.record(manager, billingActRecorded, { accountId, subject: done.target.id, data, traceparent });
  }
}
