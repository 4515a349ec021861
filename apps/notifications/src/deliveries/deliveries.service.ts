import { Injectable } from '@nestjs/common';
import {
  deliveryNotFailed,
  deliveryNotFound,
  notificationsActRecorded,
  retryDelivery,
  RosterError,
  toAct,
  type CallContext,
  type Delivery,
  type DeliveryId,
  type DeliveryPage,
  type PageQuery,
} from '@roster/contracts';
import { answerOf, Database, Idempotency, Outbox, pageOf, signedIn } from '@roster/service-kit';
import { LessThan, type EntityManager } from 'typeorm';
import { DeliveryQueue } from './delivery-queue.js';
import { DeliveryEntity } from './delivery.entity.js';
import { delivery, type MailOrder } from './delivery.js';

@Injectable()
export class DeliveriesService {
  constructor(
    private readonly database: Database,
    private readonly queue: DeliveryQueue,
    private readonly idempotency: Idempotency,
    private readonly outbox: Outbox,
  ) {}

  /**
   * Runs in the event's transaction. The delivery gets the event's id, so an event that comes twice is still one mail.
   */
  async order(manager: EntityManager, id: string, { accountId, recipient, content, tokenReference }: MailOrder) {
    await manager.insert(DeliveryEntity, {
      accountId,
      id,
      recipient,
      content,
      tokenReference,
      template: content.template,
      nextAttemptAt: () => 'now()',
    });
    await this.queue.add(manager, { accountId, deliveryId: id });
  }

  /** The newest first: ids are ordered by time. */
  async list(query: PageQuery, call: CallContext): Promise<DeliveryPage> {
    const { accountId } = signedIn(call);
    const page = pageOf(query);
    const where = { accountId, ...(page.after && { id: LessThan(page.after) }) };
    const rows = await this.database.inAccount(accountId, (manager) =>
      manager.find(DeliveryEntity, { where, order: { id: 'desc' }, take: page.limit + 1 }),
    );
    return answerOf(page, rows, delivery);
  }

  /** Starts again, with all attempts. */
  async retry(input: DeliveryId, call: CallContext): Promise<Delivery> {
    const { accountId } = signedIn(call);
    return this.database.inAccount(accountId, (manager) =>
      this.idempotency.run(manager, call, retryDelivery, input, async () => {
        const key = { accountId, id: input.deliveryId };
        const row = await manager.findOne(DeliveryEntity, { where: key, lock: { mode: 'pessimistic_write' } });
        if (!row) throw new RosterError(deliveryNotFound);
        if (row.state !== 'failed') throw new RosterError(deliveryNotFailed);
        const again = { state: 'pending', attempts: 0, nextAttemptAt: new Date() } as const;
        await manager.update(DeliveryEntity, key, again);
        await this.queue.add(manager, { accountId, deliveryId: row.id });
        await this.tell(manager, row, call);
        return delivery({ ...row, ...again });
      }),
    );
  }

  /** Records who had it sent again, for the audit trail; not to whom, which is personal. */
  private async tell(
    manager: EntityManager,
    { accountId, id, template, attempts }: DeliveryEntity,
    call: CallContext,
  ): Promise<void> {
    const parts = [
      { kind: 'delivery', id, before: { template, state: 'failed', attempts }, after: { template, state: 'pending' } },
    ];
    const data = toAct({ action: 'delivery.retried', target: { type: 'delivery', id }, parts }, call, 'notifications');
    await this.outbox.record(manager, notificationsActRecorded, { accountId, subject: id, data });
  }
}
