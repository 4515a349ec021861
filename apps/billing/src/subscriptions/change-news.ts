import { Injectable } from '@nestjs/common';
import type { AuditAction } from '@roster/contracts';
import type { SignedIn } from '@roster/service-kit';
import type { EntityManager } from 'typeorm';
import type { ShortPool } from '../ledger/seat.js';
import { PlansService } from '../plans/plans.service.js';
import { Messages } from './messages.js';
import type { Scheduled, SubscriptionEntity } from './subscription.entity.js';

/** What others are told of changes of the plan. */
@Injectable()
export class ChangeNews {
  constructor(
    private readonly messages: Messages,
    private readonly plans: PlansService,
  ) {}

  /** The trail, and whoever gets the bills. */
  async tell(
    manager: EntityManager,
    before: SubscriptionEntity,
    after: SubscriptionEntity,
    call: SignedIn,
  ): Promise<void> {
    const { accountId } = before;
    await this.act(manager, before, { action: actionOf(before, after), after: partOf(after), call });
    const words = { what: this.inWords(before, after) };
    const mail = { template: 'billing-plan-changed', memberId: null, byMemberId: call.actor.memberId, words } as const;
    await this.messages.mail(manager, accountId, mail, call);
  }

  /** What was scheduled holds from now on. Its contact was told when it was scheduled. */
  async inForce(manager: EntityManager, before: SubscriptionEntity, after: SubscriptionEntity): Promise<void> {
    await this.act(manager, before, { action: 'subscription.changed', after: partOf(after) });
  }

  async ended(manager: EntityManager, before: SubscriptionEntity): Promise<void> {
    await this.act(manager, before, { action: 'subscription.ended', after: null });
  }

  /** What was scheduled could not come into force. */
  async dropped(
    manager: EntityManager,
    before: SubscriptionEntity,
    { dropped, why }: { dropped: Scheduled; why: ShortPool | undefined },
  ): Promise<void> {
    const preset = this.plans.preset(before.preset);
    const after = partOf({ ...before, scheduled: null });
    await this.act(manager, before, { action: 'subscription.change-dropped', after });
    const label = why && (preset.seatPools[why.pool.pool]?.label ?? why.pool.pool);
    const words = {
      plan: this.plans.known(preset, dropped.planId ?? '').name,
      stays: this.plans.known(preset, before.planId).name,
      why: why ? `it has too few seats (${label})` : 'it would need more seats than were agreed to',
    };
    const mail = { template: 'billing-change-dropped', memberId: null, byMemberId: null, words } as const;
    await this.messages.mail(manager, before.accountId, mail);
  }

  private async act(
    manager: EntityManager,
    before: SubscriptionEntity,
    { action, after, call = {} }: { action: AuditAction; after: object | null; call?: Partial<SignedIn> },
  ): Promise<void> {
    const { accountId } = before;
    const parts = [{ kind: 'subscription', id: accountId, before: partOf(before), after }];
    await this.messages.act(manager, accountId, { action, target: { type: 'account', id: accountId }, parts }, call);
  }

  private inWords(before: SubscriptionEntity, { preset: name, planId, scheduled }: SubscriptionEntity): string {
    const preset = this.plans.preset(name);
    const nameOf = (id: string) => this.plans.known(preset, id).name;
    if (before.endedOn !== null) return `${nameOf(planId)} again, from now on`;
    if (before.planId !== planId) return `${nameOf(planId)} in place of ${nameOf(before.planId)}, from now on`;
    if (scheduled?.planId)
      return `${nameOf(scheduled.planId)} in place of ${nameOf(planId)}, from ${scheduled.from} on`;
    if (scheduled) return `the subscription of ${nameOf(planId)} ends on ${scheduled.from}`;
    return `${nameOf(planId)} stays, and what was scheduled is taken back`;
  }
}

const partOf = ({ planId, scheduled }: SubscriptionEntity) => ({
  planId,
  scheduled: scheduled && { planId: scheduled.planId, from: scheduled.from },
});

function actionOf(before: SubscriptionEntity, { planId, scheduled }: SubscriptionEntity): AuditAction {
  if (before.planId !== planId || before.endedOn !== null) return 'subscription.changed';
  return scheduled ? 'subscription.change-scheduled' : 'subscription.change-revoked';
}
