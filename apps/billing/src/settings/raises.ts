import { Injectable } from '@nestjs/common';
import type { ChangeBillingSettings, Line, Preset, Quote } from '@roster/contracts';
import { invalid, type SignedIn } from '@roster/service-kit';
import type { EntityManager } from 'typeorm';
import { SeatLedger } from '../ledger/ledger.js';
import { Clock } from '../periods/clock.js';
import { dayOf, isoOf } from '../periods/day.js';
import { periodOf } from '../periods/period.js';
import { PlansService } from '../plans/plans.service.js';
import { QuoteStore } from '../quotes/quote.store.js';
import { recurringOf, totalOf } from '../quotes/seat-lines.js';
import { seatPrice, type Allowances, type SeatPrice } from '../quotes/terms.js';
import type { SubscriptionEntity } from '../subscriptions/subscription.entity.js';
import { findSubscription } from '../subscriptions/subscription.store.js';
import { allowancesOf } from './allowances.js';

/** A change that lets more be bought, and what that costs at most. */
interface Raise {
  readonly label: string;
  readonly price: SeatPrice;
}

/** What a change of the settings lets be bought that could not be bought before, and what that costs at most. */
@Injectable()
export class Raises {
  constructor(
    private readonly clock: Clock,
    private readonly ledger: SeatLedger,
    private readonly plans: PlansService,
    private readonly quotes: QuoteStore,
  ) {}

  async quote(manager: EntityManager, input: ChangeBillingSettings, call: SignedIn): Promise<Quote> {
    const { accountId, actor } = call;
    const subscription = await findSubscription(manager, accountId);
    const { next, raises } = await this.compare(manager, subscription, input);
    const [anchor, day] = [dayOf(subscription.openedAt), dayOf(this.clock.now())];
    const lines = raises.map(({ label, price: { quantity, unitAmount, interval } }): Line => {
      const to = isoOf(periodOf(anchor, interval, day).to);
      return { kind: 'seats', description: label, quantity, unitAmount, amount: 0, from: isoOf(day), to };
    });
    const currency = this.plans.currency(subscription.preset);
    const prices = raises.map(({ price }) => price);
    return this.quotes.keep(
      manager,
      { accountId, memberId: actor.memberId },
      {
        terms: { day: isoOf(day), seats: {}, allowances: next },
        price: { lines, prorated: totalOf(anchor, day, lines, currency), recurring: recurringOf(prices, currency) },
      },
    );
  }

  async compare(
    manager: EntityManager,
    subscription: SubscriptionEntity,
    { autoBuy, inviterMayBuy }: Pick<ChangeBillingSettings, 'autoBuy' | 'inviterMayBuy'>,
  ): Promise<{ present: Allowances; next: Allowances; raises: Raise[] }> {
    const preset = this.plans.preset(subscription.preset);
    const present = allowancesOf(subscription, preset);
    const pools = await this.ledger.pools(manager, subscription.accountId);
    const priced = new Map(
      pools.flatMap((pool) => {
        const price = seatPrice(pool, 1);
        return price ? [[pool.pool, price] as const] : [];
      }),
    );
    const next: Allowances = {
      autoBuy: autoBuy ? priceOf(autoBuy, priced, present) : present.autoBuy,
      inviterMayBuy: inviterMayBuy === undefined ? present.inviterMayBuy : inviterMayBuy && { ...inviterMayBuy },
    };
    return {
      present,
      next,
      raises: [...autoRaises(preset, { present, next }, priced), ...inviterRaises(preset, { present, next }, priced)],
    };
  }
}

/** Each pool with its price of today, which nothing is bought above; one that is not raised keeps the price of before. */
function priceOf(
  autoBuy: NonNullable<ChangeBillingSettings['autoBuy']>,
  priced: ReadonlyMap<string, SeatPrice>,
  present: Allowances,
): Allowances['autoBuy'] {
  return Object.fromEntries(
    Object.entries(autoBuy).map(([pool, { upTo }]) => {
      const price = priced.get(pool);
      if (!price) throw invalid({ path: `autoBuy.${pool}`, message: `no seats of ${pool} are sold` });
      const before = present.autoBuy[pool];
      const unitAmount = before && upTo <= before.upTo ? before.unitAmount : price.unitAmount;
      return [pool, { upTo, unitAmount }];
    }),
  );
}

interface Comparison {
  readonly present: Allowances;
  readonly next: Allowances;
}

const autoRaises = (preset: Preset, { present, next }: Comparison, priced: ReadonlyMap<string, SeatPrice>): Raise[] =>
  Object.entries(next.autoBuy).flatMap(([pool, { upTo }]) => {
    const price = priced.get(pool);
    if (!price || upTo <= (present.autoBuy[pool]?.upTo ?? 0)) return [];
    const label = `${preset.seatPools[pool]?.label ?? pool}: up to ${upTo} bought without asking`;
    return [{ label, price: { ...price, quantity: upTo } }];
  });

/** Inviters buy in whichever pool they need, so the price of each is shown. */
const inviterRaises = (
  preset: Preset,
  { present, next }: Comparison,
  priced: ReadonlyMap<string, SeatPrice>,
): Raise[] => {
  const perPeriod = next.inviterMayBuy?.perPeriod ?? 0;
  if (perPeriod <= (present.inviterMayBuy?.perPeriod ?? 0)) return [];
  return [...priced].map(([pool, price]) => {
    const label = `${preset.seatPools[pool]?.label ?? pool}: up to ${perPeriod} a month bought by inviters`;
    return { label, price: { ...price, quantity: perPeriod } };
  });
};
