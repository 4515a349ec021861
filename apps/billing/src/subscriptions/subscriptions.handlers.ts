import { Controller } from '@nestjs/common';
import {
  getPlanFeatures,
  getSubscription,
  OpenSubscription,
  openSubscription,
  PlanFeaturesQuery,
  type CallContext,
} from '@roster/contracts';
import { Call, Handle, Input, signedIn } from '@roster/service-kit';
import { SubscriptionsService } from './subscriptions.service.js';

@Controller()
export class SubscriptionsHandlers {
  constructor(private readonly subscriptions: SubscriptionsService) {}

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
}
