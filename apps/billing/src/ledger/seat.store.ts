import type { SeatKeys, SeatPool } from '@roster/contracts';
import { In, type EntityManager } from 'typeorm';
import { SeatKeyEntity } from './seat.entity.js';

/** Locks the pool's row, so that changes of a pool run one after another. Creates the row for a new pool. */
export async function lockPool(manager: EntityManager, accountId: string, pool: string): Promise<void> {
  const parameters = [accountId, pool];
  const locking = 'select from seat_pools where account_id = $1 and pool = $2 for update';
  const locked: unknown[] = await manager.query(locking, parameters);
  if (locked.length > 0) return;
  await manager.query('insert into seat_pools (account_id, pool) values ($1, $2) on conflict do nothing', parameters);
  await manager.query(locking, parameters);
}

/** Locks all pools of the product, so that nobody takes or frees a seat in between. Locked before the subscription is. */
export async function lockPools(manager: EntityManager, accountId: string, pools: readonly string[]): Promise<void> {
  // In the order of claims on several pools, so that nobody waits for each other.
  for (const pool of pools.toSorted((a, b) => (a < b ? -1 : 1))) await lockPool(manager, accountId, pool);
}

/** Remembers by which line the seats of these keys were bought. */
export async function markBought(
  manager: EntityManager,
  { accountId, pool, keys }: SeatKeys,
  lineId: string,
): Promise<void> {
  await manager.update(SeatKeyEntity, { accountId, pool, key: In(keys) }, { lineId });
}

/** Has identity be asked about the keys after so many seconds. */
export async function awaitConfirmation(
  manager: EntityManager,
  { accountId, pool, keys }: SeatKeys,
  afterSeconds: number,
): Promise<void> {
  await manager.query(
    `insert into seat_confirmations (account_id, pool, key, due_at)
       select $1, $2, key, now() + make_interval(secs => $4) from unnest($3::uuid[]) as key`,
    [accountId, pool, keys, afterSeconds],
  );
}

/** Deletes the keys from the list of those that identity is asked about. */
export async function forgetConfirmations(manager: EntityManager, { accountId, pool, keys }: SeatKeys): Promise<void> {
  await manager.query('delete from seat_confirmations where account_id = $1 and pool = $2 and key = any($3::uuid[])', [
    accountId,
    pool,
    keys,
  ]);
}

interface BoughtSeats {
  readonly pool: SeatPool;
  readonly bought: number;
  readonly price: { readonly unitAmount: number } | null;
}

/** What each pool has bought from now on, at which price. The pools are locked. */
export async function setBought(
  manager: EntityManager,
  accountId: string,
  pools: readonly BoughtSeats[],
): Promise<void> {
  const sql = 'update seat_pools set bought = $3, unit_price = $4 where account_id = $1 and pool = $2';
  for (const { pool, bought, price } of pools) {
    if (pool.overage !== 'consent') continue;
    await manager.query(sql, [accountId, pool.pool, bought, bought > 0 ? (price?.unitAmount ?? null) : null]);
  }
}
