import { Inject, Injectable } from '@nestjs/common';
import { Database, LOGGER, type Logger } from '@roster/service-kit';
import { SeatLedger } from '../ledger/ledger.js';
import { SeatPoolEntity } from '../ledger/seat.entity.js';
import { lockPool } from '../ledger/seat.store.js';
import { Messages } from '../subscriptions/messages.js';
import { inWords } from '../money/money.js';
import { Clock } from '../periods/clock.js';
import { seatPrice } from '../quotes/terms.js';

const A_DAY = 86_400_000;

/** What the billing contact is told of people who were turned away because nobody had agreed to buy their seat. */
@Injectable()
export class Refusals {
  constructor(
    private readonly clock: Clock,
    private readonly database: Database,
    private readonly ledger: SeatLedger,
    private readonly messages: Messages,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Once a day for each pool: many may be turned away. Best effort, beside the refusal. */
  async tell(accountId: string, pools: readonly string[]): Promise<void> {
    try {
      await this.database.inAccount(accountId, async (manager) => {
        for (const pool of await this.ledger.pools(manager, accountId)) {
          const price = pools.includes(pool.pool) ? seatPrice(pool, 1) : undefined;
          if (!price || pool.available > 0) continue;
          await lockPool(manager, accountId, pool.pool);
          const row = await manager.findOneByOrFail(SeatPoolEntity, { accountId, pool: pool.pool });
          const now = this.clock.now();
          if (row.refusedAt && now.getTime() - row.refusedAt.getTime() < A_DAY) continue;
          await manager.update(SeatPoolEntity, { accountId, pool: pool.pool }, { refusedAt: now });
          const cost = inWords({ amount: price.unitAmount, currency: price.currency });
          const words = { price: `${cost} a ${price.interval}` };
          const mail = { template: 'billing-seat-refused', memberId: null, byMemberId: null, words } as const;
          await this.messages.mail(manager, accountId, mail);
        }
      });
    } catch (err) {
      this.logger.warn({ err, accountId }, 'The billing contact could not be told that a seat was refused');
    }
  }
}
