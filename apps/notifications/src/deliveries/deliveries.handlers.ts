import { Controller } from '@nestjs/common';
import {
  DeliveryId,
  emailVerificationRequested,
  invitationResent,
  listDeliveries,
  mailRequested,
  memberInvited,
  PageQuery,
  retryDelivery,
  type CallContext,
  type EmailVerificationRequested,
  type Envelope,
  type InvitationResent,
  type MailRequested,
  type MemberInvited,
} from '@roster/contracts';
import { Call, enterAccount, Handle, Input, OnEvent } from '@roster/service-kit';
import type { EntityManager } from 'typeorm';
import { DeliveriesService } from './deliveries.service.js';
import { invitationMail, PERSONAL, requestedMail, verificationMail } from './delivery.js';

@Controller()
export class DeliveriesHandlers {
  constructor(private readonly deliveries: DeliveriesService) {}

  @Handle(listDeliveries)
  list(@Input() input: PageQuery, @Call() call: CallContext) {
    return this.deliveries.list(input, call);
  }

  @Handle(retryDelivery)
  retry(@Input() input: DeliveryId, @Call() call: CallContext) {
    return this.deliveries.retry(input, call);
  }

  @OnEvent(memberInvited)
  onInvited({ id, data }: Envelope<MemberInvited>, manager: EntityManager) {
    return this.deliveries.order(manager, id, invitationMail(data));
  }

  @OnEvent(invitationResent)
  onResent({ id, data }: Envelope<InvitationResent>, manager: EntityManager) {
    return this.deliveries.order(manager, id, invitationMail(data));
  }

  @OnEvent(emailVerificationRequested)
  onVerificationRequested({ id, data }: Envelope<EmailVerificationRequested>, manager: EntityManager) {
    return this.deliveries.order(manager, id, verificationMail(data));
  }

  @OnEvent(mailRequested)
  async onRequested({ id, accountid, data }: Envelope<MailRequested>, manager: EntityManager) {
    if (!accountid) await enterAccount(manager, PERSONAL);
    await this.deliveries.order(manager, id, requestedMail(accountid, data));
  }
}
