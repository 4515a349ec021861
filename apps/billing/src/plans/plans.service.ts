import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import {
  planUnknown,
  presetUnknown,
  unknownName,
  type CallContext,
  type PlanList,
  type PlanQuery,
  type Preset,
  type PresetPlan,
  type PresetSet,
} from '@roster/contracts';
import { Database, LOGGER, PRESETS, type Logger } from '@roster/service-kit';
import { SubscriptionEntity } from '../subscriptions/subscription.entity.js';
import { offeredPlans, planOf, shownPlan } from './plan.js';

/** What accounts can buy: the plans of the presets. The plans that accounts have are kept in a global table. */
@Injectable()
export class PlansService implements OnModuleInit {
  constructor(
    private readonly database: Database,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(PRESETS) private readonly presets: PresetSet,
  ) {}

  /** Stops the start where a preset lacks a plan that accounts have: every question about their seats would fail. */
  async onModuleInit(): Promise<void> {
    const inUse: { preset: string; plan_id: string }[] = await this.database.transaction((manager) =>
      manager.query('select preset, plan_id from plans_in_use order by preset, plan_id'),
    );
    const missing: string[] = [];
    for (const { preset: name, plan_id: planId } of inUse) {
      const preset = this.presets.get(name);
      if (!preset) this.logger.warn({ preset: name, planId }, 'There are accounts of a preset that is not loaded');
      else if (!planOf(preset, planId))
        missing.push(`${name}.json lacks the plan "${planId}", which accounts have: mark it as closed instead`);
    }
    if (missing.length > 0) throw new Error(missing.join('\n'));
  }

  /** The plans that can be chosen, and the account's own where somebody is signed in. */
  async list({ preset: name }: PlanQuery, { accountId }: CallContext): Promise<PlanList> {
    const present = accountId ? await this.subscribed(accountId) : undefined;
    const preset = this.preset(name ?? present?.preset ?? '');
    const own = present?.preset === preset.name ? present.planId : undefined;
    const offered = new Set(offeredPlans(preset));
    const items = preset.plans.filter((plan) => offered.has(plan) || plan.id === own);
    return { items: items.map(shownPlan), nextCursor: null };
  }

  /** Rejects with `preset.unknown`. */
  preset(name: string): Preset {
    const preset = this.presets.get(name);
    if (!preset) throw unknownName(presetUnknown, this.presets.names);
    return preset;
  }

  /** The one currency of all that the product sells. */
  currency(preset: string): string {
    return this.preset(preset).plans[0]?.currency ?? '';
  }

  /** A plan that an account can choose. Rejects with `plan.unknown`, which names the choices. */
  offered(preset: Preset, planId: string): PresetPlan {
    const plans = offeredPlans(preset);
    const plan = plans.find(({ id }) => id === planId);
    if (plan) return plan;
    throw unknownName(
      planUnknown,
      plans.map(({ id }) => id),
    );
  }

  /** A plan that an account has. None is ever missing: the start is refused then. */
  known(preset: Preset, planId: string): PresetPlan {
    const plan = planOf(preset, planId);
    if (!plan) throw new Error(`This release does not know the plan ${planId} of ${preset.name}`);
    return plan;
  }

  private subscribed(accountId: string): Promise<SubscriptionEntity | null> {
    return this.database.inAccount(accountId, (manager) => manager.findOneBy(SubscriptionEntity, { accountId }));
  }
}
