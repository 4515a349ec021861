import { Injectable } from '@nestjs/common';
import type { Quote } from '@roster/contracts';
import { invalid } from '@roster/service-kit';
import type { EntityManager } from 'typeorm';
import { lineOf } from '../charges/charge.js';
import { SeatLedger } from '../ledger/ledger.js';
import { seatsMissing } from '../ledger/seat.js';
import { Clock } from '../periods/clock.js';
import { dayOf, isoOf } from '../periods/day.js';
import { PlansService } from '../plans/plans.service.js';
import { chargedDay, findSubscription } from '../subscriptions/subscription.store.js';
import { QuoteStore, type Asker } from './quote.store.js';
import { recurringOf, seatCharge, totalOf } from './seat-lines.js';
import { seatPrice, type SeatPrice } from './terms.js';

/** What more seats would cost. */
@Injectable()
export class SeatOffers {
  constructor(
    private readonly clock: Clock,
    private readonly ledger: SeatLedger,
    private readonly plans: PlansService,
    private readonly quotes: QuoteStore,
  ) {}

  /**
   * What so many more seats cost. Rejects with `request.invalid` for pools that the product does not have, and with
   * `seat.limit-reached` where a pool has no more and sells none.
   */
  async quote(manager: EntityManager, asker: Asker, seats: Readonly<Record<string, number>>): Promise<Quote> {
    const subscription = await findSubscription(manager, asker.accountId);
    const { openedAt, preset } = subscription;
    const { seatPools } = this.plans.preset(preset);
    const pools = await this.ledger.pools(manager, asker.accountId);
    const prices = new Map<string, SeatPrice>();
    for (const [name, requested] of Object.entries(seats)) {
      const pool = pools.find((each) => each.pool === name);
      if (!pool) throw invalid({ path: `seats.${name}`, message: `there is no pool ${name}` });
      const missing = Math.max(0, requested - pool.available);
      const price = seatPrice(pool, missing);
      if (missing > 0 && !price) throw seatsMissing([{ pool, requested }]);
      if (missing > 0 && price) prices.set(name, price);
    }
    const [anchor, day] = [dayOf(openedAt), chargedDay(subscription, this.clock.now())];
    const currency = this.plans.currency(preset);
    const lines = [...prices].map(([name, price]) =>
      lineOf(seatCharge(anchor, day, { pool: name, label: seatPools[name]?.label ?? name }, price)),
    );
    return this.quotes.keep(manager, asker, {
      terms: { day: isoOf(day), seats: Object.fromEntries(prices) },
      price: {
        lines,
        prorated: totalOf(anchor, day, lines, currency),
        recurring: recurringOf([...prices.values()], currency),
      },
    });
  }
}
