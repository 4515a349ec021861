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
import { ConsentsService } from '../consents/consents.service.js';
import { MonthsService } from '../periods/months.service.js';
import { markInUse } from '../plans/plans-in-use.js';
import { PlanOffers, type PlanOffer } from '../quotes/plan-offers.js';
import type { QuoteTerms } from '../quotes/terms.js';
import { ChangeNews } from './change-news.js';
import type { Scheduled, SubscriptionEntity } from './subscription.entity.js';
import { SubscriptionsService } from './subscriptions.service.js';

/** Changes of the plan: at once, or at the end of the period. */
@Injectable()
export class ChangesService {
  constructor(
    private readonly consents: ConsentsService,
    private readonly database: Database,
    private readonly months: MonthsService,
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
      await this.months.settle(accountId);
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
      const subscription = await this.months.lock(manager, call.accountId);
      if (subscription.scheduled?.planId === null || subscription.endedOn !== null) return;
      const { renewsAt } = await this.subscriptions.find(manager, call.accountId);
      const from = renewsAt.slice(0, 10);
      await this.schedule(manager, subscription, { planId: null, from, unitAmount: 0, seats: {} }, call);
    });
  }

  /** Rejects with `subscription.nothing-scheduled`. */
  revoke(context: CallContext): Promise<Subscription> {
    const call = signedIn(context);
    return this.subscriptions.once(revokeScheduledChange, {}, call, async (manager) => {
      const subscription = await this.months.lock(manager, call.accountId);
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
    const subscription = await this.months.lock(manager, accountId);
    const hasEnded = subscription.endedOn !== null;
    if (planId === subscription.planId && !hasEnded) {
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
    const scheduled = { planId, from: terms.from, unitAmount: plan.price, seats };
    await this.schedule(manager, subscription, scheduled, call);
  }

  private async apply(
    manager: EntityManager,
    subscription: SubscriptionEntity,
    { plan, change }: PlanOffer,
    { consentId, call }: { consentId: string | null; call: SignedIn },
  ): Promise<void> {
    const { accountId } = subscription;
    const patch = { planId: plan.id, price: plan.price, scheduled: null };
    if (subscription.endedOn === null) await this.months.write(manager, accountId, patch, { change, consentId });
    else await this.months.restart(manager, accountId, patch, { change, consentId });
    await this.news.tell(manager, subscription, { ...subscription, planId: plan.id, scheduled: null }, call);
  }

  private async schedule(
    manager: EntityManager,
    subscription: SubscriptionEntity,
    scheduled: Scheduled | null,
    call: SignedIn,
  ): Promise<void> {
    await this.months.write(manager, subscription.accountId, { scheduled });
    await this.news.tell(manager, subscription, { ...subscription, scheduled }, call);
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
