import { Injectable } from '@nestjs/common';
import { permissionDenied, RosterError } from '@roster/contracts';
import type { EntityManager } from 'typeorm';
import { Clock } from '../periods/clock.js';
import { dayOf, isoOf } from '../periods/day.js';
import { periodOf } from '../periods/period.js';
import { PlansService } from '../plans/plans.service.js';
import { findSubscription } from '../subscriptions/subscription.store.js';
import type { QuoteTerms } from '../quotes/terms.js';
import { allowancesOf } from '../settings/allowances.js';

/** Those who bring in members and may not edit the billing buy so many seats in a month of the subscription. */
@Injectable()
export class InviterLimit {
  constructor(
    private readonly clock: Clock,
    private readonly plans: PlansService,
  ) {}

  /** Rejects with `permission.denied` unless inviters may buy these seats as well. Consents alone do not count yet. */
  async require(manager: EntityManager, accountId: string, { seats, allowances }: QuoteTerms): Promise<void> {
    const wanted = Object.values(seats).reduce((sum, { quantity }) => sum + quantity, 0);
    await this.requireLeft(manager, accountId, allowances ? Infinity : wanted);
  }

  /** The same for seats that are about to be bought. The subscription is locked, so nobody buys at the same time. */
  async requireLeft(manager: EntityManager, accountId: string, wanted: number): Promise<void> {
    const subscription = await findSubscription(manager, accountId);
    const { inviterMayBuy } = allowancesOf(subscription, this.plans.preset(subscription.preset));
    const perPeriod = inviterMayBuy?.perPeriod ?? 0;
    const { from } = periodOf(dayOf(subscription.openedAt), 'month', dayOf(this.clock.now()));
    const [row]: { bought: string }[] = await manager.query(
      `select coalesce(sum(l.quantity), 0) as bought
       from invoice_lines l join consents c on c.account_id = l.account_id and c.id = l.consent_id
       where l.account_id = $1 and not c.edits_billing and l.from_day >= $2`,
      [accountId, isoOf(from)],
    );
    if (Number(row?.bought) + wanted <= perPeriod) return;
    const details = { permission: 'billing:edit', reason: 'inviter_limit', perPeriod };
    throw new RosterError(permissionDenied, 'This takes somebody who may edit the billing', { details });
  }
}
