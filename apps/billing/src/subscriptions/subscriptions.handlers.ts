import { Controller } from '@nestjs/common';
import {
  ChangeSubscription,
  changeSubscription,
  endSubscription,
  getPlanFeatures,
  getSubscription,
  OpenSubscription,
  openSubscription,
  PlanFeaturesQuery,
  revokeScheduledChange,
  type CallContext,
} from '@roster/contracts';
import { Call, Handle, Input, signedIn } from '@roster/service-kit';
import { ChangesService } from './changes.service.js';
import { SubscriptionsService } from './subscriptions.service.js';

@Controller()
export class SubscriptionsHandlers {
  constructor(
    private readonly changes: ChangesService,
    private readonly subscriptions: SubscriptionsService,
  ) {}

  @Handle(openSubscription)
  open(@Input() input: OpenSubscription) {
    return this.subscriptions.open(input);
  }

  @Handle(getPlanFeatures)
  features(@Input() input: PlanFeaturesQuery) {
    return this.subscriptions.features(input);
  }

  @Handle(getSubscription)
  get(@Call() call: CallContext) {
    return this.subscriptions.get(signedIn(call).accountId);
  }

  @Handle(changeSubscription)
  change(@Input() input: ChangeSubscription, @Call() call: CallContext) {
    return this.changes.change(input, call);
  }

  @Handle(endSubscription)
  end(@Call() call: CallContext) {
    return this.changes.end(call);
  }

  @Handle(revokeScheduledChange)
  revoke(@Call() call: CallContext) {
    return this.changes.revoke(call);
  }
}
