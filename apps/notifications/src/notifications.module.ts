import { Module } from '@nestjs/common';
import { Authorizer, Decisions, EmbeddedAuthorizer } from '@roster/service-kit';
import { DeliveriesHandlers } from './deliveries/deliveries.handlers.js';
import { DeliveriesService } from './deliveries/deliveries.service.js';
import { DeliveryEntity } from './deliveries/delivery.entity.js';
import { Mailer } from './mail/mailer.js';
import { SmtpHealth } from './mail/smtp-health.js';
import { DeliveryQueue } from './deliveries/delivery-queue.js';
import { Progress } from './sender/progress.js';
import { Sms } from './sender/sms.js';
import { Sender } from './sender/sender.js';

export const entities = [DeliveryEntity];

@Module({
  controllers: [DeliveriesHandlers],
  providers: [
    DeliveriesService,
    DeliveryQueue,
    Sender,
    Progress,
    Mailer,
    Sms,
    SmtpHealth,
    Decisions,
    { provide: Authorizer, useClass: EmbeddedAuthorizer },
  ],
  exports: [Authorizer],
})
export class NotificationsModule {}
