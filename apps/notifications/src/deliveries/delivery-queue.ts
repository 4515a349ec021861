import { Injectable } from '@nestjs/common';
import { afterCommit, Database, takeDue } from '@roster/service-kit';
import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';

export interface QueuedDelivery {
  readonly accountId: string;
  readonly deliveryId: string;
}

/** A delivery that one sender owns until its lease ends. */
export interface ClaimedDelivery extends QueuedDelivery {
  readonly claim: string;
}

/**
 * The deliveries of all accounts that have to be sent, in the order in which they are due. A row exists from the commit
 * that ordered the mail until the commit that settled it. Claiming a row postpones it by a lease, so that no other
 * sender takes it. If a sender dies, the lease ends and the row is due again.
 */
@Injectable()
export class DeliveryQueue {
  private added: () => void = () => undefined;

  constructor(private readonly database: Database) {}

  /** Called after each commit of a transaction that added something. */
  onAdded(listener: () => void): void {
    this.added = listener;
  }

  async add(manager: EntityManager, { accountId, deliveryId }: QueuedDelivery): Promise<void> {
    await manager.query('insert into delivery_queue (account_id, delivery_id) values ($1, $2)', [
      accountId,
      deliveryId,
    ]);
    afterCommit(manager, () => this.added());
  }

  /** Takes at most `limit` of those that are due, for `lease` milliseconds. */
  async claim(limit: number, lease: number): Promise<ClaimedDelivery[]> {
    const claim = uuidv7();
    const due = { table: 'delivery_queue', key: ['account_id', 'delivery_id'], limit, lease, set: { claim } };
    const rows = await this.database.transaction((manager) =>
      takeDue<{ account_id: string; delivery_id: string }>(manager, due),
    );
    return rows.map((row) => ({ accountId: row.account_id, deliveryId: row.delivery_id, claim }));
  }

  /**
   * Renews the lease, or lets another sender begin after `milliseconds`. False: another sender has the delivery by now.
   */
  async putOff(manager: EntityManager, claimed: ClaimedDelivery, milliseconds: number): Promise<boolean> {
    const [, changed]: [unknown, number] = await manager.query(
      `update delivery_queue set due_at = now() + make_interval(secs => $4::float / 1000)
       where account_id = $1 and delivery_id = $2 and claim = $3`,
      [claimed.accountId, claimed.deliveryId, claimed.claim, milliseconds],
    );
    return changed === 1;
  }

  async remove(manager: EntityManager, { accountId, deliveryId }: QueuedDelivery): Promise<void> {
    await manager.query('delete from delivery_queue where account_id = $1 and delivery_id = $2', [
      accountId,
      deliveryId,
    ]);
  }
}
