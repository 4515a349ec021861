import { Injectable } from '@nestjs/common';
import {
  DEFAULT_PAGE_SIZE,
  deliveryNotFailed,
  deliveryNotFound,
  retryDelivery,
  RosterError,
  sessionRequired,
  type CallContext,
  type Delivery,
  type DeliveryId,
  type DeliveryPage,
  type PageQuery,
} from '@roster/contracts';
import { Database, Idempotency } from '@roster/service-kit';
import { LessThan, type EntityManager } from 'typeorm';
import { DeliveryQueue } from '../queue/delivery-queue.js';
import { readCursor, writeCursor } from './cursor.js';
import { DeliveryEntity } from './delivery.entity.js';
import { delivery, type MailOrder } from './delivery.js';

@Injectable()
export class DeliveriesService {
  constructor(
    private readonly database: Database,
    private readonly queue: DeliveryQueue,
    private readonly idempotency: Idempotency,
  ) {}

  /** In the transaction of the event, whose id the delivery gets: whatever happens to the event, it is one mail. */
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

  /** The newest first. */
  async list({ limit = DEFAULT_PAGE_SIZE, cursor }: PageQuery, call: CallContext): Promise<DeliveryPage> {
    const accountId = accountOf(call);
    const before = cursor === undefined ? {} : { id: LessThan(readCursor(cursor)) };
    const rows = await this.database.inAccount(accountId, (manager) =>
      // Ids are made in the order of time.
      manager.find(DeliveryEntity, { where: { accountId, ...before }, order: { id: 'desc' }, take: limit + 1 }),
    );
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    return { items: shown.map(delivery), nextCursor: last && rows.length > limit ? writeCursor(last.id) : null };
  }

  /** From the start again, with all its attempts. */
  async retry(input: DeliveryId, call: CallContext): Promise<Delivery> {
    const accountId = accountOf(call);
    return this.database.inAccount(accountId, (manager) =>
      this.idempotency.run(manager, call, retryDelivery, input, async () => {
        const key = { accountId, id: input.deliveryId };
        const row = await manager.findOne(DeliveryEntity, { where: key, lock: { mode: 'pessimistic_write' } });
        if (!row) throw new RosterError(deliveryNotFound);
        if (row.state !== 'failed') throw new RosterError(deliveryNotFailed);
        const again = { state: 'pending', attempts: 0, nextAttemptAt: new Date() } as const;
        await manager.update(DeliveryEntity, key, again);
        await this.queue.add(manager, { accountId, deliveryId: row.id });
        return delivery({ ...row, ...again });
      }),
    );
  }
}

/** The account of a call whose permission was checked, which it therefore has. */
function accountOf({ accountId }: CallContext): string {
  if (!accountId) throw new RosterError(sessionRequired);
  return accountId;
}
