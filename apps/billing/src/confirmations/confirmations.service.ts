import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { invitationsExist, type SeatKeys } from '@roster/contracts';
import { Database, LOGGER, Repeating, RpcClient, takeDue, type Logger } from '@roster/service-kit';
import { BillingConfig } from '../config.js';
import { SeatLedger } from '../ledger/ledger.js';
import { Purchases } from '../purchases/purchases.service.js';

/** The most keys that identity accepts in one question. */
const BATCH = 500;

interface DueRow {
  account_id: string;
  pool: string;
  key: string;
}

/**
 * Settles reserved seats for which no event came (`docs/decisions.md` 5), because identity died before its commit or
 * its answer was lost, and used ones that may be of somebody who is still invited. A seat is released only if identity
 * says no. If identity does not answer, the seat stays and is asked about again. Each key is asked about by one replica
 * at a time.
 */
@Injectable()
export class ConfirmationsService implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly loop: Repeating;

  constructor(
    private readonly config: BillingConfig,
    private readonly database: Database,
    private readonly ledger: SeatLedger,
    private readonly purchases: Purchases,
    private readonly rpc: RpcClient,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    const pause = config.SEAT_CONFIRM_EVERY_SECONDS * 1_000;
    this.loop = new Repeating({ name: 'seat-confirmations', pause, logger, work: () => this.settleAll() });
  }

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.loop.stop();
  }

  private async settleAll(): Promise<void> {
    while ((await this.settleDue()) === BATCH);
  }

  /** Settles one batch of those that are due. Resolves with their number. */
  async settleDue(): Promise<number> {
    const due = await this.claim();
    if (due.length === 0) return 0;
    for (const seats of bySeatPool(due)) await this.trySettle(seats);
    return due.length;
  }

  /** A failure for one account does not stop the others; its seats are asked about again. */
  private async trySettle(seats: SeatKeys): Promise<void> {
    try {
      await this.settle(seats);
    } catch (err) {
      this.logger.warn({ err, ...seats }, 'seats could not be settled; they are asked about again');
    }
  }

  private async settle({ accountId, pool, keys }: SeatKeys): Promise<void> {
    const { memberIds, invitedIds } = await this.rpc.call(invitationsExist, { accountId, memberIds: keys });
    const known = new Set(memberIds);
    const confirmed = keys.filter((key) => known.has(key));
    const missing = keys.filter((key) => !known.has(key));
    await this.database.inAccount(accountId, async (manager) => {
      if (confirmed.length > 0) await this.ledger.confirm(manager, { accountId, pool, keys: confirmed }, invitedIds);
      if (missing.length === 0) return;
      const released = await this.ledger.releaseUnconfirmed(manager, { accountId, pool, keys: missing });
      await this.purchases.undo(manager, { accountId, pool, keys: [...released] });
    });
    if (missing.length > 0)
      this.logger.info({ accountId, pool, keys: missing }, 'seats without an invitation released');
  }

  /** Postpones what is due, so that no other replica takes it, and so that it comes back if this one fails. */
  private claim(): Promise<DueRow[]> {
    const lease = this.config.SEAT_CONFIRM_AFTER_SECONDS * 1_000;
    const due = { table: 'seat_confirmations', key: ['account_id', 'pool', 'key'], limit: BATCH, lease };
    return this.database.transaction((manager) => takeDue<DueRow>(manager, due));
  }
}

function bySeatPool(rows: readonly DueRow[]): SeatKeys[] {
  const pools = new Map<string, SeatKeys>();
  for (const { account_id: accountId, pool, key } of rows) {
    const name = `${accountId} ${pool}`;
    const seats = pools.get(name) ?? { accountId, pool, keys: [] };
    seats.keys.push(key);
    pools.set(name, seats);
  }
  return [...pools.values()];
}
