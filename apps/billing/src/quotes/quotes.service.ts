import { Injectable } from '@nestjs/common';
import { AGENTS_POOL, createQuote, type CallContext, type Quote, type QuoteRequest } from '@roster/contracts';
import { Authorizer, Database, Idempotency, invalid, signedIn } from '@roster/service-kit';
import { MonthsService } from '../periods/months.service.js';
import { PlanOffers } from './plan-offers.js';
import { SeatOffers } from './seat-offers.js';

/** What changes would cost. A quote changes nothing. */
@Injectable()
export class QuotesService {
  constructor(
    private readonly authorizer: Authorizer,
    private readonly database: Database,
    private readonly idempotency: Idempotency,
    private readonly months: MonthsService,
    private readonly planOffers: PlanOffers,
    private readonly seatOffers: SeatOffers,
  ) {}

  async create(input: QuoteRequest, context: CallContext): Promise<Quote> {
    const call = signedIn(context);
    const { accountId } = call;
    const { planId, seats } = input;
    if ((planId === undefined) === (seats === undefined))
      throw invalid({ path: 'planId', message: 'either a plan or seats must be named' });
    if (seats) await this.requireAsking(Object.keys(seats), call);
    else await this.authorizer.authorize(call, 'billing:edit');
    await this.months.settle(accountId);
    const asker = { accountId, memberId: call.actor.memberId };
    return this.database.inAccount(accountId, (manager) =>
      this.idempotency.run(manager, call, createQuote, input, () =>
        planId === undefined
          ? this.seatOffers.quote(manager, asker, seats ?? {})
          : this.planOffers.quote(manager, asker, planId),
      ),
    );
  }

  /** Whoever may take the seats may ask what they cost. */
  private async requireAsking(pools: readonly string[], call: CallContext): Promise<void> {
    if (await this.authorizer.allows(call, 'billing:edit')) return;
    if (pools.every((pool) => pool === AGENTS_POOL) && (await this.authorizer.allows(call, 'members:edit'))) return;
    await this.authorizer.authorize(call, 'members:invite');
  }
}
