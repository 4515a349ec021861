import { Injectable } from '@nestjs/common';
import {
  USERS_POOL,
  type OpenSubscription,
  type PlanFeatures,
  type PlanFeaturesQuery,
  type RpcContract,
  type Subscription,
} from '@roster/contracts';
import { Database, Idempotency, type SignedIn } from '@roster/service-kit';
import type { EntityManager } from 'typeorm';
import { lockContact } from '../contacts/contact.store.js';
import { Clock } from '../periods/clock.js';
import { dayOf, startOf } from '../periods/day.js';
import { periodOf } from '../periods/period.js';
import { shownPlan } from '../plans/plan.js';
import { markInUse } from '../plans/plans-in-use.js';
import { PlansService } from '../plans/plans.service.js';
import { SeatLedger } from '../ledger/ledger.js';
import { findSubscription } from './subscription.store.js';

@Injectable()
export class SubscriptionsService {
  constructor(
    private readonly clock: Clock,
    private readonly database: Database,
    private readonly idempotency: Idempotency,
    private readonly ledger: SeatLedger,
    private readonly plans: PlansService,
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
      if (inserted.length > 0) await markInUse(manager, preset, plan.id);
      if (inserted.length > 0) await lockContact(manager, { accountId, ownerMemberId, revision: 0 });
      if (inserted.length > 0 && USERS_POOL in product.seatPools) {
        await this.ledger.move(manager, { accountId, pool: USERS_POOL, keys: [ownerMemberId] }, 'use');
      }
      return this.find(manager, accountId);
    });
  }

  get(accountId: string): Promise<Subscription> {
    return this.database.inAccount(accountId, (manager) => this.find(manager, accountId));
  }

  /** Does the work of a command once, and resolves with the subscription as it is after that. */
  once<I extends object>(
    contract: RpcContract<I, Subscription>,
    input: I,
    call: SignedIn,
    work: (manager: EntityManager) => Promise<void>,
  ): Promise<Subscription> {
    const { accountId } = call;
    return this.database.inAccount(accountId, (manager) =>
      this.idempotency.run(manager, call, contract, input, async () => {
        await work(manager);
        return this.find(manager, accountId);
      }),
    );
  }

  /** The features that the account's plan unlocks. */
  async features({ accountId }: PlanFeaturesQuery): Promise<PlanFeatures> {
    const { plan } = await this.get(accountId);
    return { features: plan.features };
  }

  /** Rejects with `account.not-found`. */
  async find(manager: EntityManager, accountId: string): Promise<Subscription> {
    const { preset: name, planId, openedAt, price, scheduled, endedOn } = await findSubscription(manager, accountId);
    const preset = this.plans.preset(name);
    const plan = this.plans.known(preset, planId);
    const renewsAt = startOf(periodOf(dayOf(openedAt), plan.interval, dayOf(this.clock.now())).to);
    return {
      plan: shownPlan(plan),
      price: price ?? plan.price,
      since: openedAt.toISOString(),
      renewsAt: renewsAt.toISOString(),
      endedOn,
      scheduled: scheduled && {
        plan: scheduled.planId === null ? null : shownPlan(this.plans.known(preset, scheduled.planId)),
        from: scheduled.from,
      },
    };
  }
}
