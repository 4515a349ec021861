import { Injectable } from '@nestjs/common';
import type { CallContext } from '@roster/contracts';
import { Conditions, Database } from '@roster/service-kit';
import { contactOf } from './contact.store.js';

/** Whether somebody is the billing contact. The owner needs no such condition: they hold every permission. */
@Injectable()
export class BillingConditions extends Conditions {
  constructor(private readonly database: Database) {
    super();
  }

  async holds({ accountId, actor }: CallContext): Promise<boolean> {
    if (!accountId || actor?.kind !== 'session') return false;
    return (await this.database.inAccount(accountId, (manager) => contactOf(manager, accountId))) === actor.memberId;
  }
}
