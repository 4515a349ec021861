import { Injectable } from '@nestjs/common';
import { setBillingDetails, type BillingDetails, type CallContext, type SetBillingDetails } from '@roster/contracts';
import { Database, Idempotency, signedIn, type SignedIn } from '@roster/service-kit';
import type { EntityManager } from 'typeorm';
import { Messages } from '../subscriptions/messages.js';
import { lockSubscription } from '../subscriptions/subscription.store.js';
import { DetailsEntity } from './details.entity.js';

const NONE: BillingDetails = { company: null, address: null, country: null, vatId: null, reference: null, email: null };

/** To whom the bills of an account are written. */
@Injectable()
export class DetailsService {
  constructor(
    private readonly database: Database,
    private readonly idempotency: Idempotency,
    private readonly messages: Messages,
  ) {}

  get(context: CallContext): Promise<BillingDetails> {
    const { accountId } = signedIn(context);
    return this.database.inAccount(accountId, (manager) => find(manager, accountId));
  }

  set(input: SetBillingDetails, context: CallContext): Promise<BillingDetails> {
    const call = signedIn(context);
    return this.database.inAccount(call.accountId, (manager) =>
      this.idempotency.run(manager, call, setBillingDetails, input, () => this.commit(manager, input, call)),
    );
  }

  private async commit(manager: EntityManager, input: SetBillingDetails, call: SignedIn): Promise<BillingDetails> {
    const { accountId } = call;
    await lockSubscription(manager, accountId);
    const before = await find(manager, accountId);
    const next: BillingDetails = { ...NONE, ...input };
    const fields = (Object.keys(NONE) as (keyof BillingDetails)[]).filter((field) => next[field] !== before[field]);
    if (fields.length === 0) return next;
    await manager.upsert(DetailsEntity, { accountId, ...next } as DetailsEntity, ['accountId']);
    // What they were and are may be about a person, and stays out of the trail.
    const parts = [{ kind: 'billing-details', id: accountId, before: null, after: { fields } }];
    const target = { type: 'account', id: accountId };
    await this.messages.act(manager, accountId, { action: 'billing-details.changed', target, parts }, call);
    return next;
  }
}

async function find(manager: EntityManager, accountId: string): Promise<BillingDetails> {
  const found = await manager.findOneBy(DetailsEntity, { accountId });
  if (!found) return NONE;
  const { accountId: _account, ...details } = found;
  return details;
}
