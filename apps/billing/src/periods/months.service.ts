import { Injectable } from '@nestjs/common';
import { Database } from '@roster/service-kit';
import type { EntityManager } from 'typeorm';
import { extraSeats, startOfMonth, type Change, type Standing } from '../charges/plan-change.js';
import { addToDraft } from '../invoices/draft.js';
import { setBought } from '../ledger/seat.store.js';
import { PlansService } from '../plans/plans.service.js';
import { PlanOffers } from '../quotes/plan-offers.js';
import { ChangeNews } from '../subscriptions/change-news.js';
import { SubscriptionEntity, type Scheduled } from '../subscriptions/subscription.entity.js';
import { findSubscription, lockWhole } from '../subscriptions/subscription.store.js';
import { Clock } from './clock.js';
import { dayOf, dayOfIso, isoOf, startOf, type Day } from './day.js';
import { periodOf } from './period.js';

/** What is written of a subscription besides its seats and lines. */
type Patch = Partial<Omit<SubscriptionEntity, 'accountId' | 'settings'>>;

/** What a change charges and buys, and by whose consent. */
interface Made {
  readonly change?: Change;
  readonly consentId?: string | null;
}

/**
 * Begins the months of a subscription, each once and in order: what is renewed is charged, and what was scheduled comes
 * into force. Whoever is to change what an account pays for begins first what is due, so that it makes no difference when
 * the job comes round.
 */
@Injectable()
export class MonthsService {
  constructor(
    private readonly clock: Clock,
    private readonly database: Database,
    private readonly news: ChangeNews,
    private readonly offers: PlanOffers,
    private readonly plans: PlansService,
  ) {}

  /** Begins all months that are due. Resolves with their number. */
  async settle(accountId: string): Promise<number> {
    const isDue = await this.database.inAccount(accountId, async (manager) =>
      this.isDue(await findSubscription(manager, accountId)),
    );
    for (let begun = 0; ; begun += 1) {
      const isOneMore = isDue && (await this.database.inAccount(accountId, (manager) => this.next(manager, accountId)));
      if (!isOneMore) return begun;
    }
  }

  /**
   * The subscription of today, with all pools of seats: nobody takes or frees a seat, and no month begins, until the
   * transaction ends. Rejects with `account.not-found`.
   */
  async lock(manager: EntityManager, accountId: string): Promise<SubscriptionEntity> {
    const subscription = await this.lockAsItIs(manager, accountId);
    if (!this.isDue(subscription)) return subscription;
    while (await this.next(manager, accountId));
    return findSubscription(manager, accountId);
  }

  /** The account's first month begins now, unless it has begun: it is charged from the day on which there is somebody to bill. */
  async open(manager: EntityManager, accountId: string): Promise<void> {
    const found = await manager.findOneBy(SubscriptionEntity, { accountId });
    if (!found || hasBegun(found)) return;
    const subscription = await this.lockAsItIs(manager, accountId);
    if (hasBegun(subscription)) return;
    const plan = this.plans.known(this.plans.preset(subscription.preset), subscription.planId);
    const now = this.clock.now();
    await this.write(manager, accountId, { openedAt: now, price: plan.price, nextDay: isoOf(dayOf(now)) });
    await this.next(manager, accountId);
  }

  /** A subscription that has ended begins anew with what it is changed to. */
  async restart(manager: EntityManager, accountId: string, patch: Patch, made: Made): Promise<void> {
    const now = this.clock.now();
    const today = dayOf(now);
    const anew = { openedAt: now, endedOn: null, nextDay: isoOf(periodOf(today, 'month', today).to) };
    await this.write(manager, accountId, { ...patch, ...anew }, made);
  }

  /** What a change makes of the subscription, of its seats and of the draft. All of it is locked. */
  async write(
    manager: EntityManager,
    accountId: string,
    patch: Patch,
    { change, consentId = null }: Made = {},
  ): Promise<void> {
    await manager.update(SubscriptionEntity, { accountId }, patch as object);
    if (change) {
      await setBought(manager, accountId, change.pools);
      await addToDraft(manager, accountId, change.charges, { consentId, now: this.clock.now() });
    }
    if (patch.nextDay === undefined) return;
    const due = patch.nextDay === null ? null : startOf(dayOfIso(patch.nextDay));
    const sql = due
      ? `insert into renewals (account_id, due_at) values ($1, $2)
         on conflict (account_id) do update set due_at = excluded.due_at`
      : 'delete from renewals where account_id = $1';
    await manager.query(sql, due ? [accountId, due] : [accountId]);
  }

  /** Begins the next month if it is due. Resolves with whether it was. */
  private async next(manager: EntityManager, accountId: string): Promise<boolean> {
    const subscription = await this.lockAsItIs(manager, accountId);
    const { nextDay } = subscription;
    if (nextDay === null || !this.isDue(subscription)) {
      // The job had put it off while it looked.
      await this.write(manager, accountId, { nextDay });
      return false;
    }
    const ending = subscription.scheduled?.planId === null ? subscription.scheduled : undefined;
    if (ending && ending.from <= nextDay) await this.end(manager, subscription, ending);
    else await this.begin(manager, subscription, dayOfIso(nextDay));
    return true;
  }

  private async begin(manager: EntityManager, subscription: SubscriptionEntity, day: Day): Promise<void> {
    const { accountId, scheduled } = subscription;
    const standing = await this.offers.standing(manager, subscription);
    const isToChange = scheduled !== null && scheduled.from <= isoOf(day);
    const candidate = isToChange ? this.scheduled(standing, scheduled) : undefined;
    const changed = candidate && startOfMonth(candidate, day, { isNewPlan: true });
    const isHeld = changed !== undefined && scheduled !== null && holds(changed, scheduled);
    const next = isHeld && candidate ? candidate : { ...standing, price: renewed(standing, day) };
    const change = isHeld ? changed : startOfMonth(next, day, { isNewPlan: false });
    const nextDay = isoOf(periodOf(standing.anchor, 'month', day).to);
    const patch = { planId: next.plan.id, price: next.price, nextDay, ...(isToChange && { scheduled: null }) };
    await this.write(manager, accountId, patch, { change });
    if (!isToChange) return;
    const after = { ...subscription, planId: next.plan.id, scheduled: null };
    await (isHeld
      ? this.news.inForce(manager, subscription, after)
      : this.news.dropped(manager, subscription, { dropped: scheduled, why: changed?.tooSmall[0] }));
  }

  private async end(manager: EntityManager, subscription: SubscriptionEntity, { from }: Scheduled): Promise<void> {
    const { accountId } = subscription;
    await this.write(manager, accountId, { scheduled: null, nextDay: null, endedOn: from });
    await this.news.ended(manager, subscription);
  }

  /** The standing with the plan and the prices that were agreed to, or lower ones. */
  private scheduled(standing: Standing, { planId, unitAmount, seats }: Scheduled): Standing {
    const plan = this.plans.known(standing.preset, planId ?? '');
    const pools = standing.pools.map((pool) => {
      const agreed = seats[pool.pool];
      const isCheaper = agreed && pool.unitPrice !== null && agreed.unitAmount < pool.unitPrice;
      return isCheaper ? { ...pool, unitPrice: agreed.unitAmount } : pool;
    });
    return { ...standing, plan, price: Math.min(plan.price, unitAmount), pools };
  }

  private lockAsItIs(manager: EntityManager, accountId: string): Promise<SubscriptionEntity> {
    return lockWhole(manager, accountId, (preset) => Object.keys(this.plans.preset(preset).seatPools));
  }

  private isDue({ nextDay }: SubscriptionEntity): boolean {
    return nextDay !== null && dayOfIso(nextDay) <= dayOf(this.clock.now());
  }
}

const hasBegun = ({ nextDay, endedOn }: SubscriptionEntity): boolean => nextDay !== null || endedOn !== null;

/** At the start of its period the plan costs what it did before, or less where it is sold for less by now. */
function renewed({ plan, price, anchor }: Standing, day: Day): number | null {
  const isStart = periodOf(anchor, plan.interval, day).from === day;
  return isStart ? Math.min(price ?? plan.price, plan.price) : price;
}

/** Whether the plan holds the members, with no more seats bought than were agreed to. */
const holds = (change: Change, { seats }: Scheduled): boolean =>
  change.tooSmall.length === 0 &&
  Object.entries(extraSeats(change)).every(([pool, { quantity, unitAmount }]) => {
    const agreed = seats[pool];
    return agreed !== undefined && quantity <= agreed.quantity && unitAmount <= agreed.unitAmount;
  });
