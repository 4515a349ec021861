import { Injectable } from '@nestjs/common';
import {
  AGENTS_POOL,
  createQuote,
  QUOTE_LASTS,
  type CallContext,
  type Quote,
  type QuoteRequest,
} from '@roster/contracts';
import { Authorizer, Database, Idempotency, invalid, signedIn } from '@roster/service-kit';
import { LessThan, type EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { SeatLedger } from '../ledger/ledger.js';
import { seatsMissing } from '../ledger/seat.js';
import { Clock } from '../periods/clock.js';
import { dayOf, isoOf } from '../periods/day.js';
import { PlansService } from '../plans/plans.service.js';
import { findSubscription } from '../subscriptions/subscription.store.js';
import { QuoteEntity, type QuotedPrice } from './quote.entity.js';
import { recurringOf, seatLine, totalOf } from './seat-lines.js';
import { seatPrice, type QuoteTerms, type SeatPrice } from './terms.js';

/** For whom a quote is made, and of which account. */
export interface Asker {
  readonly accountId: string;
  readonly memberId: string;
}

/** What changes would cost. A quote is kept for those who consent to it, and changes nothing. */
@Injectable()
export class QuotesService {
  constructor(
    private readonly authorizer: Authorizer,
    private readonly clock: Clock,
    private readonly database: Database,
    private readonly idempotency: Idempotency,
    private readonly ledger: SeatLedger,
    private readonly plans: PlansService,
  ) {}

  async create(input: QuoteRequest, context: CallContext): Promise<Quote> {
    const call = signedIn(context);
    const { accountId } = call;
    await this.requireAsking(Object.keys(input.seats), call);
    const asker = { accountId, memberId: call.actor.memberId };
    return this.database.inAccount(accountId, (manager) =>
      this.idempotency.run(manager, call, createQuote, input, () => this.ofSeats(manager, asker, input.seats)),
    );
  }

  /**
   * What so many more seats cost. Rejects with `request.invalid` for pools that the product does not have, and with
   * `seat.limit-reached` where a pool has no more and sells none.
   */
  async ofSeats(manager: EntityManager, asker: Asker, seats: Readonly<Record<string, number>>): Promise<Quote> {
    const { openedAt, preset } = await findSubscription(manager, asker.accountId);
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
    const [anchor, day] = [dayOf(openedAt), dayOf(this.clock.now())];
    const currency = this.plans.currency(preset);
    const lines = [...prices].map(([name, price]) => seatLine(anchor, day, seatPools[name]?.label ?? name, price));
    return this.keep(manager, asker, {
      terms: { day: isoOf(day), seats: Object.fromEntries(prices) },
      price: {
        lines,
        prorated: totalOf(anchor, day, lines, currency),
        recurring: recurringOf([...prices.values()], currency),
      },
    });
  }

  async keep(
    manager: EntityManager,
    { accountId, memberId }: Asker,
    { terms, price }: { terms: QuoteTerms; price: QuotedPrice },
  ): Promise<Quote> {
    const now = this.clock.now();
    const quote = { accountId, memberId, id: uuidv7(), terms, price, expiresAt: new Date(now.getTime() + QUOTE_LASTS) };
    await manager.delete(QuoteEntity, { accountId, expiresAt: LessThan(new Date(now.getTime() - QUOTE_LASTS)) });
    await manager.insert(QuoteEntity, quote);
    return shownQuote(quote);
  }

  /** Whoever may take the seats may ask what they cost. */
  private async requireAsking(pools: readonly string[], call: CallContext): Promise<void> {
    if (await this.authorizer.allows(call, 'billing:edit')) return;
    if (pools.every((pool) => pool === AGENTS_POOL) && (await this.authorizer.allows(call, 'members:edit'))) return;
    await this.authorizer.authorize(call, 'members:invite');
  }
}

const shownQuote = ({ id, price, expiresAt }: Pick<QuoteEntity, 'id' | 'price' | 'expiresAt'>): Quote => ({
  id,
  ...price,
  needsConsent: price.lines.length > 0,
  expiresAt: expiresAt.toISOString(),
});
