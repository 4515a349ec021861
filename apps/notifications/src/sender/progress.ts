import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Database } from '@roster/service-kit';
import type { EntityManager } from 'typeorm';
import { NotificationsConfig } from '../config.js';
import { DeliveryEntity } from '../deliveries/delivery.entity.js';
import type { SmtpFailure } from '../mail/smtp-failure.js';
import { DeliveryQueue, type ClaimedDelivery } from '../deliveries/delivery-queue.js';
import { waitAfter, type Backoff } from './backoff.js';

/** Milliseconds for everything besides the mail server: fetching the token, and two transactions. */
const MARGIN = 10_000;
const AGAIN_AFTER = 250;

/** The steps of a delivery. Each is one transaction that changes the row and the queue together. */
@Injectable()
export class Progress {
  /** Milliseconds for which a claimed delivery belongs to one sender. */
  private readonly lease: number;
  private readonly backoff: Backoff;

  constructor(
    private readonly config: NotificationsConfig,
    private readonly database: Database,
    private readonly queue: DeliveryQueue,
  ) {
    this.lease = config.SMTP_TIMEOUT_MS + MARGIN;
    this.backoff = { first: config.MAIL_RETRY_AFTER_MS, limit: config.MAIL_RETRY_LIMIT_MS };
  }

  /** Called after each commit of an order. */
  onOrdered(listener: () => void): void {
    this.queue.onAdded(listener);
  }

  /** Claims at most `limit` of those that are due for this sender. */
  claim(limit: number): Promise<ClaimedDelivery[]> {
    return this.queue.claim(limit, this.lease);
  }

  /** The delivery to send. Undefined if it was settled in the meantime, or has no attempts left. */
  load(claimed: ClaimedDelivery): Promise<DeliveryEntity | undefined> {
    return this.database.inAccount(claimed.accountId, async (manager) => {
      const row = await manager.findOneBy(DeliveryEntity, keyOf(claimed));
      if (row && isOpen(row) && row.attempts < this.config.MAIL_ATTEMPTS) return row;
      if (row && isOpen(row)) await this.fail(manager, claimed, 'The last attempt was interrupted');
      await this.queue.remove(manager, claimed);
      return undefined;
    });
  }

  /** Marks the delivery as being sent, with a full lease ahead. False: another sender has it by now. */
  begin(claimed: ClaimedDelivery): Promise<boolean> {
    return this.database.inAccount(claimed.accountId, async (manager) => {
      if (!(await this.queue.putOff(manager, claimed, this.lease))) return false;
      const begun = { state: 'sending', nextAttemptAt: null } as const;
      await manager.update(DeliveryEntity, keyOf(claimed), { ...begun, attempts: () => 'attempts + 1' });
      return true;
    });
  }

  /** The server has accepted the mail. That is recorded even if another sender has the delivery by now. */
  sent(claimed: ClaimedDelivery): Promise<void> {
    return this.withRetries(claimed, async (manager) => {
      await manager.update(DeliveryEntity, keyOf(claimed), {
        state: 'sent',
        lastError: null,
        nextAttemptAt: null,
        sentAt: () => 'now()',
      });
      await this.queue.remove(manager, claimed);
    });
  }

  failed(claimed: ClaimedDelivery, { permanent, reason }: SmtpFailure): Promise<void> {
    return this.withRetries(claimed, async (manager) => {
      const row = await manager.findOneBy(DeliveryEntity, keyOf(claimed));
      if (!row || !(await this.queue.putOff(manager, claimed, this.lease))) return;
      if (permanent || row.attempts >= this.config.MAIL_ATTEMPTS) return this.fail(manager, claimed, reason);
      await this.wait(manager, claimed, waitAfter(row.attempts, this.backoff), { lastError: reason });
    });
  }

  /** Nothing was tried, so it does not count as an attempt. */
  postponed(claimed: ClaimedDelivery): Promise<void> {
    return this.database.inAccount(claimed.accountId, (manager) =>
      this.wait(manager, claimed, waitAfter(1, this.backoff)),
    );
  }

  /** The link of this mail would not work any more. */
  obsolete(claimed: ClaimedDelivery): Promise<void> {
    return this.database.inAccount(claimed.accountId, async (manager) => {
      await manager.update(DeliveryEntity, keyOf(claimed), { state: 'obsolete', nextAttemptAt: null });
      await this.queue.remove(manager, claimed);
    });
  }

  private async wait(
    manager: EntityManager,
    claimed: ClaimedDelivery,
    milliseconds: number,
    change: { lastError?: string } = {},
  ): Promise<void> {
    if (!(await this.queue.putOff(manager, claimed, milliseconds))) return;
    const nextAttemptAt = new Date(Date.now() + milliseconds);
    await manager.update(DeliveryEntity, keyOf(claimed), { ...change, state: 'pending', nextAttemptAt });
  }

  private async fail(manager: EntityManager, claimed: ClaimedDelivery, lastError: string): Promise<void> {
    await manager.update(DeliveryEntity, keyOf(claimed), { state: 'failed', lastError, nextAttemptAt: null });
    await this.queue.remove(manager, claimed);
  }

  /**
   * Keeps trying for as long as no other sender may begin, so that the mail server's answer is not lost when the
   * database is briefly away.
   */
  private async withRetries(claimed: ClaimedDelivery, work: (manager: EntityManager) => Promise<void>): Promise<void> {
    const end = Date.now() + MARGIN;
    for (;;) {
      try {
        return await this.database.inAccount(claimed.accountId, work);
      } catch (error) {
        if (Date.now() > end) throw error;
        await delay(AGAIN_AFTER);
      }
    }
  }
}

const keyOf = ({ accountId, deliveryId }: ClaimedDelivery) => ({ accountId, id: deliveryId });

const isOpen = ({ state }: DeliveryEntity): boolean => state === 'pending' || state === 'sending';
