import { Injectable } from '@nestjs/common';
import type { AuditAction } from '@roster/contracts';
import type { SignedIn } from '@roster/service-kit';
import type { EntityManager } from 'typeorm';
import { PlansService } from '../plans/plans.service.js';
import { Messages } from './messages.js';
import type { SubscriptionEntity } from './subscription.entity.js';

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
    const parts = [{ kind: 'subscription', id: accountId, before: partOf(before), after: partOf(after) }];
    const target = { type: 'account', id: accountId };
    await this.messages.act(manager, accountId, { action: actionOf(before, after), target, parts }, call);
    const words = { what: this.inWords(before, after) };
    const mail = { template: 'billing-plan-changed', memberId: null, byMemberId: call.actor.memberId, words } as const;
    await this.messages.mail(manager, accountId, mail, call);
  }

  private inWords(before: SubscriptionEntity, { preset: name, planId, scheduled }: SubscriptionEntity): string {
    const preset = this.plans.preset(name);
    const nameOf = (id: string) => this.plans.known(preset, id).name;
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
  if (before.planId !== planId) return 'subscription.changed';
  return scheduled ? 'subscription.change-scheduled' : 'subscription.change-revoked';
}
