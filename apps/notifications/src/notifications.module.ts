import { Module } from '@nestjs/common';
import { RosterClient } from '@roster/client';
import { Authorizer, RpcClient } from '@roster/service-kit';
import { DeliveriesHandlers } from './deliveries/deliveries.handlers.js';
import { DeliveriesService } from './deliveries/deliveries.service.js';
import { DeliveryEntity } from './deliveries/delivery.entity.js';
import { Mailer } from './mail/mailer.js';
import { SmtpHealth } from './mail/smtp-health.js';
import { DeliveryQueue } from './queue/delivery-queue.js';
import { Progress } from './sender/progress.js';
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
    SmtpHealth,
    { provide: Authorizer, useFactory: (rpc: RpcClient) => new RosterClient(rpc), inject: [RpcClient] },
  ],
  exports: [Authorizer],
})
export class NotificationsModule {}
