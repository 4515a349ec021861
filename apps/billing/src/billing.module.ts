import { Module } from '@nestjs/common';
import { Authorizer, Decisions, EmbeddedAuthorizer } from '@roster/service-kit';
import { ConfirmationsService } from './confirmations/confirmations.service.js';
import { PlansHandlers } from './plans/plans.handlers.js';
import { PlansService } from './plans/plans.service.js';
import { SeatLedger } from './ledger/ledger.js';
import { SeatKeyEntity, SeatPoolEntity } from './ledger/seat.entity.js';
import { SeatsHandlers } from './seats/seats.handlers.js';
import { SeatsService } from './seats/seats.service.js';
import { SubscriptionEntity } from './subscriptions/subscription.entity.js';
import { SubscriptionsHandlers } from './subscriptions/subscriptions.handlers.js';
import { SubscriptionsService } from './subscriptions/subscriptions.service.js';

export const entities = [SubscriptionEntity, SeatPoolEntity, SeatKeyEntity];

@Module({
  controllers: [PlansHandlers, SubscriptionsHandlers, SeatsHandlers],
  providers: [
    PlansService,
    SubscriptionsService,
    SeatsService,
    SeatLedger,
    ConfirmationsService,
    Decisions,
    { provide: Authorizer, useClass: EmbeddedAuthorizer },
  ],
  exports: [Authorizer],
})
export class BillingModule {}
