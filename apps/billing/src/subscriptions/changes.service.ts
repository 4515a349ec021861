import { Injectable } from '@nestjs/common';
import {
  changeNotScheduled,
  changeSubscription,
  endSubscription,
  planConsentRequired,
  quoteExpired,
  revokeScheduledChange,
  RosterError,
  type CallContext,
  type ChangeSubscription,
  type Subscription,
} from '@roster/contracts';
import { Database, signedIn, type SignedIn } from '@roster/service-kit';
import type { EntityManager } from 'typeorm';
import type { PoolChange } from '../charges/plan-change.js';
import { ConsentsService } from '../consents/consents.service.js';
import { addToDraft } from '../invoices/draft.js';
import { Clock } from '../periods/clock.js';
import { dayOf, isoOf } from '../periods/day.js';
import { periodOf } from '../periods/period.js';
import { markInUse } from '../plans/plans-in-use.js';
import { PlanOffers, type PlanOffer } from '../quotes/plan-offers.js';
import type { QuoteTerms } from '../quotes/terms.js';
import { ChangeNews } from './change-news.js';
import { SubscriptionEntity, type Scheduled } from './subscription.entity.js';
import { SubscriptionsService } from './subscriptions.service.js';

/** Changes of the plan: at once, or at the end of the period. */
@Injectable()
export class ChangesService {
  constructor(
    private readonly clock: Clock,
    private readonly consents: ConsentsService,
    private readonly database: Database,
    private readonly news: ChangeNews,
    private readonly offers: PlanOffers,
    private readonly subscriptions: SubscriptionsService,
  ) {}

  /** Without a consent to what it costs, or with an outdated one, the refusal has a new quote. */
  async change(input: ChangeSubscription, context: CallContext): Promise<Subscription> {
    const call = signedIn(context);
    try {
      return await this.subscriptions.once(changeSubscription, input, call, (manager) =>
        this.changeIn(manager, input, call),
      );
    } catch (error) {
      const isUnpaid = error instanceof RosterError && (error.is(planConsentRequired) || error.is(quoteExpired));
      if (!isUnpaid) throw error;
      const { accountId, actor } = call;
      const quote = await this.database.inAccount(accountId, (manager) =>
        this.offers.quote(manager, { accountId, memberId: actor.memberId }, input.planId),
      );
      throw new RosterError(error.kind, undefined, { details: { quote } });
    }
  }

  /** At the end of the plan's period. */
  end(context: CallContext): Promise<Subscription> {
    const call = signedIn(context);
    return this.subscriptions.once(endSubscription, {}, call, async (manager) => {
      const subscription = await this.offers.lock(manager, call.accountId);
      if (subscription.scheduled?.planId === null) return;
      const { plan, anchor } = await this.offers.standing(manager, subscription);
      const from = isoOf(periodOf(anchor, plan.interval, dayOf(this.clock.now())).to);
      await this.schedule(manager, subscription, { planId: null, from, unitAmount: 0, seats: {} }, call);
    });
  }

  /** Rejects with `subscription.nothing-scheduled`. */
  revoke(context: CallContext): Promise<Subscription> {
    const call = signedIn(context);
    return this.subscriptions.once(revokeScheduledChange, {}, call, async (manager) => {
      const subscription = await this.offers.lock(manager, call.accountId);
      if (!subscription.scheduled) throw new RosterError(changeNotScheduled);
      await this.schedule(manager, subscription, null, call);
    });
  }

  private async changeIn(
    manager: EntityManager,
    { planId, consentId }: ChangeSubscription,
    call: SignedIn,
  ): Promise<void> {
    const { accountId, actor } = call;
    const subscription = await this.offers.lock(manager, accountId);
    if (planId === subscription.planId) {
      if (subscription.scheduled) await this.schedule(manager, subscription, null, call);
      return;
    }
    if (planId === subscription.scheduled?.planId) return;
    const offer = await this.offers.offer(manager, subscription, planId);
    const { terms, seats, plan } = offer;
    if (!terms.isFree) {
      if (!consentId) throw new RosterError(planConsentRequired);
      const consent = await this.consents.usable(manager, { accountId, memberId: actor.memberId }, consentId);
      if (!isCovered(offer, consent.terms)) throw new RosterError(quoteExpired);
      await this.consents.use(manager, consent);
    }
    await markInUse(manager, subscription.preset, planId);
    if (terms.isAtOnce) {
      await this.apply(manager, subscription, offer, { consentId: terms.isFree ? null : (consentId ?? null), call });
      return;
    }
    const bought = Object.fromEntries(Object.entries(seats).map(([pool, { quantity }]) => [pool, quantity]));
    const scheduled = { planId, from: terms.from, unitAmount: plan.price, seats: bought };
    await this.schedule(manager, subscription, scheduled, call);
  }

  private async apply(
    manager: EntityManager,
    subscription: SubscriptionEntity,
    { plan, change }: PlanOffer,
    { consentId, call }: { consentId: string | null; call: SignedIn },
  ): Promise<void> {
    const { accountId } = subscription;
    await manager.update(SubscriptionEntity, { accountId }, { planId: plan.id, price: plan.price, scheduled: null });
    await setBought(manager, accountId, change.pools);
    await addToDraft(manager, accountId, change.charges, { consentId, now: this.clock.now() });
    await this.news.tell(manager, subscription, { ...subscription, planId: plan.id, scheduled: null }, call);
  }

  private async schedule(
    manager: EntityManager,
    subscription: SubscriptionEntity,
    scheduled: Scheduled | null,
    call: SignedIn,
  ): Promise<void> {
    await manager.update(SubscriptionEntity, { accountId: subscription.accountId }, { scheduled: scheduled as object });
    await this.news.tell(manager, subscription, { ...subscription, scheduled }, call);
  }
}

/** What each pool has bought from now on, at which price. The pools are locked. */
async function setBought(manager: EntityManager, accountId: string, pools: readonly PoolChange[]): Promise<void> {
  const sql = 'update seat_pools set bought = $3, unit_price = $4 where account_id = $1 and pool = $2';
  for (const { pool, bought, price } of pools) {
    if (pool.overage !== 'consent') continue;
    await manager.query(sql, [accountId, pool.pool, bought, bought > 0 ? (price?.unitAmount ?? null) : null]);
  }
}

/** Whether the consent was given to this, and to no lower price. */
function isCovered({ terms, seats }: PlanOffer, { plan: agreed, seats: agreedSeats }: QuoteTerms): boolean {
  if (agreed?.id !== terms.id || agreed.isAtOnce !== terms.isAtOnce) return false;
  // A change at once gets cheaper with the days of the period; one that is scheduled is paid for as it is found then.
  if (terms.isAtOnce ? terms.amount > agreed.amount : terms.from !== agreed.from) return false;
  if (terms.unitAmount > agreed.unitAmount) return false;
  return Object.entries(seats).every(([pool, { quantity, unitAmount }]) => {
    const of = agreedSeats[pool];
    return of && quantity <= of.quantity && unitAmount <= of.unitAmount;
  });
}
