import { Injectable } from '@nestjs/common';
import { planTooSmall, RosterError, type PresetPlan, type Quote } from '@roster/contracts';
import type { EntityManager } from 'typeorm';
import { lineOf, sumOf } from '../charges/charge.js';
import { changeAtOnce, extraSeats, startOfMonth, type Change, type Standing } from '../charges/plan-change.js';
import { SeatLedger } from '../ledger/ledger.js';
import type { ShortPool } from '../ledger/seat.js';
import { Clock } from '../periods/clock.js';
import { dayOf, dayOfIso, isoOf, startOf } from '../periods/day.js';
import { periodOf } from '../periods/period.js';
import { PlansService } from '../plans/plans.service.js';
import type { SubscriptionEntity } from '../subscriptions/subscription.entity.js';
import { findSubscription } from '../subscriptions/subscription.store.js';
import { QuoteStore, type Asker } from './quote.store.js';
import { recurringOf } from './seat-lines.js';
import type { PlanTerms, SeatPrice } from './terms.js';

/** A change of the plan, worked out at one moment. */
export interface PlanOffer {
  readonly plan: PresetPlan;
  readonly change: Change;
  readonly terms: PlanTerms;
  /** The seats that it buys. */
  readonly seats: Readonly<Record<string, SeatPrice>>;
}

/** What another plan would cost and do, and when it would hold. */
@Injectable()
export class PlanOffers {
  constructor(
    private readonly clock: Clock,
    private readonly ledger: SeatLedger,
    private readonly plans: PlansService,
    private readonly quotes: QuoteStore,
  ) {}

  /** Rejects with `plan.unknown`, and with `plan.too-small` where it does not hold the members. */
  async quote(manager: EntityManager, asker: Asker, planId: string): Promise<Quote> {
    const subscription = await findSubscription(manager, asker.accountId);
    const { plan, change, terms, seats } = await this.offer(manager, subscription, planId);
    const { currency, interval } = plan;
    const after = change.pools.flatMap(({ bought, price }) =>
      price && bought > 0 ? [{ ...price, quantity: bought }] : [],
    );
    const price = { quantity: 1, unitAmount: plan.price, currency, interval };
    return this.quotes.keep(manager, asker, {
      terms: { day: isoOf(dayOf(this.clock.now())), seats, plan: terms },
      price: {
        lines: change.charges.map(lineOf),
        prorated: { amount: terms.amount, currency, invoicedAt: startOf(dayOfIso(terms.from)).toISOString() },
        recurring: recurringOf([price, ...after], currency),
      },
    });
  }

  /** The same, as it is to be done. After its end a subscription begins anew, with an anchor of its own. */
  async offer(manager: EntityManager, subscription: SubscriptionEntity, planId: string): Promise<PlanOffer> {
    const standing = await this.standing(manager, subscription);
    const plan = this.plans.offered(standing.preset, planId);
    const { anchor, plan: old, price } = standing;
    const today = dayOf(this.clock.now());
    const isAnew = subscription.endedOn !== null;
    const isAtOnce = isAnew || (plan.interval === old.interval && plan.price > (price ?? old.price));
    const from = isAtOnce ? today : periodOf(anchor, old.interval, today).to;
    const next = { ...standing, plan, price: plan.price };
    const change =
      isAtOnce && !isAnew
        ? changeAtOnce(standing, plan, today)
        : startOfMonth(isAnew ? { ...next, anchor: today } : next, from, { isNewPlan: true });
    refuseTooSmall(change.tooSmall);
    const seats = extraSeats(change);
    const isCheaper = plan.price === 0 || plan.interval === old.interval;
    const isFree = (isAnew ? plan.price === 0 : !isAtOnce && isCheaper) && Object.keys(seats).length === 0;
    const amount = sumOf(change.charges);
    const terms = { id: plan.id, from: isoOf(from), isAtOnce, unitAmount: plan.price, amount, isFree };
    return { plan, change, terms, seats };
  }

  async standing(manager: EntityManager, subscription: SubscriptionEntity): Promise<Standing> {
    const { accountId, openedAt, planId, price } = subscription;
    const preset = this.plans.preset(subscription.preset);
    const pools = await this.ledger.pools(manager, accountId);
    return { preset, anchor: dayOf(openedAt), plan: this.plans.known(preset, planId), price, pools };
  }
}

function refuseTooSmall(short: readonly ShortPool[]): void {
  const [first] = short;
  if (!first) return;
  const pools = short.map(({ pool, requested }) => ({ ...pool, requested }));
  const message = `${first.pool.used + first.pool.reserved} seats are taken, and the plan has ${first.pool.included + first.pool.freeOfCharge}`;
  throw new RosterError(planTooSmall, message, { details: { ...pools[0], pools } });
}
