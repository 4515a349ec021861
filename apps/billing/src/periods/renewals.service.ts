import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Database, LOGGER, Repeating, takeDue, type Logger } from '@roster/service-kit';
import { BillingConfig } from '../config.js';
import { Clock } from './clock.js';
import { MonthsService } from './months.service.js';

const BATCH = 100;
/** Milliseconds after which an account that could not be renewed is tried again. */
const LEASE = 60_000;

/** Renews the subscriptions whose next month is due. Replicas share them; one that dies leaves nothing half done. */
@Injectable()
export class RenewalsService implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly loop: Repeating;

  constructor(
    config: BillingConfig,
    private readonly clock: Clock,
    private readonly database: Database,
    private readonly months: MonthsService,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    const pause = config.RENEWAL_EVERY_SECONDS * 1_000;
    this.loop = new Repeating({ name: 'renewals', pause, logger, work: () => this.renewAll() });
  }

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.loop.stop();
  }

  /** Renews all that are due. A failure for one account does not stop the others. */
  async renewAll(): Promise<void> {
    for (;;) {
      const due = await this.claim();
      for (const { account_id: accountId } of due) {
        try {
          await this.months.settle(accountId);
        } catch (err) {
          this.logger.warn({ err, accountId }, 'a subscription could not be renewed; it is tried again');
        }
      }
      if (due.length < BATCH) return;
    }
  }

  private claim(): Promise<{ account_id: string }[]> {
    const due = { table: 'renewals', key: ['account_id'], limit: BATCH, lease: LEASE, at: this.clock.now() };
    return this.database.transaction((manager) => takeDue<{ account_id: string }>(manager, due));
  }
}
