import { Inject, Injectable } from '@nestjs/common';
import {
  accountNotFound,
  RosterError,
  USERS_POOL,
  type OpenSubscription,
  type PlanFeatures,
  type PlanFeaturesQuery,
  type PresetSet,
  type Subscription,
} from '@roster/contracts';
import { Database, PRESETS } from '@roster/service-kit';
import type { EntityManager } from 'typeorm';
import { Clock } from '../periods/clock.js';
import { planOf, shownPlan } from '../plans/plan.js';
import { PlansService } from '../plans/plans.service.js';
import { SeatLedger } from '../ledger/ledger.js';
import { SubscriptionEntity } from './subscription.entity.js';

@Injectable()
export class SubscriptionsService {
  constructor(
    private readonly clock: Clock,
    private readonly database: Database,
    private readonly ledger: SeatLedger,
    private readonly plans: PlansService,
    @Inject(PRESETS) private readonly presets: PresetSet,
  ) {}

  /** Opens the subscription. A second call changes nothing, whatever it says, and gets the first one's result. */
  async open({ accountId, preset, planId, ownerMemberId }: OpenSubscription): Promise<Subscription> {
    const product = this.plans.preset(preset);
    const plan = this.plans.offered(product, planId ?? product.defaultPlan);
    return this.database.inAccount(accountId, async (manager) => {
      // A parallel call waits here for the first one's commit.
      const inserted: unknown[] = await manager.query(
        `insert into subscriptions (account_id, preset, plan_id, opened_at) values ($1, $2, $3, $4)
         on conflict do nothing returning account_id`,
        [accountId, preset, plan.id, this.clock.now()],
      );
      if (inserted.length > 0) await this.plans.markInUse(manager, preset, plan.id);
      if (inserted.length > 0 && USERS_POOL in product.seatPools) {
        await this.ledger.move(manager, { accountId, pool: USERS_POOL, keys: [ownerMemberId] }, 'use');
      }
      return this.find(manager, accountId);
    });
  }

  get(accountId: string): Promise<Subscription> {
    return this.database.inAccount(accountId, (manager) => this.find(manager, accountId));
  }

  /** The features that the account's plan unlocks. */
  async features({ accountId }: PlanFeaturesQuery): Promise<PlanFeatures> {
    const { plan } = await this.get(accountId);
    return { features: plan.features };
  }

  private async find(manager: EntityManager, accountId: string): Promise<Subscription> {
    const row = await manager.findOneBy(SubscriptionEntity, { accountId });
    if (!row) throw new RosterError(accountNotFound);
    const preset = this.presets.get(row.preset);
    const plan = preset && planOf(preset, row.planId);
    if (!plan) throw new Error(`The account ${accountId} has the plan ${row.planId}, which this release does not know`);
    return { plan: shownPlan(plan), since: row.openedAt.toISOString() };
  }
}
