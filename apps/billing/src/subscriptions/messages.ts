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

type Cause = Partial<Pick<CallContext, 'actor' | 'client' | 'requestId' | 'traceparent'>>;

/** What billing tells others, in the transaction in which it becomes true: mails to the contact, acts for the trail. */
@Injectable()
export class Messages {
  constructor(private readonly outbox: Outbox) {}

  async mail(manager: EntityManager, accountId: string, mail: BillingMailRequested, call: Cause = {}): Promise<void> {
    const { traceparent } = call;
    await this.outbox.record(manager, billingMailRequested, { accountId, subject: accountId, data: mail, traceparent });
  }

  async act(manager: EntityManager, accountId: string, done: Done, call: Cause): Promise<void> {
    const data = toAct(done, call, 'billing');
    const { traceparent } = call;
    await this.outbox.record(manager, billingActRecorded, { accountId, subject: done.target.id, data, traceparent });
  }
}
