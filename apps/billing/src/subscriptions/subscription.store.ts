import { accountNotFound, RosterError } from '@roster/contracts';
import type { EntityManager } from 'typeorm';
import { lockPools } from '../ledger/seat.store.js';
import { SubscriptionEntity } from './subscription.entity.js';

/** Rejects with `account.not-found`. */
export async function findSubscription(manager: EntityManager, accountId: string): Promise<SubscriptionEntity> {
  const found = await manager.findOneBy(SubscriptionEntity, { accountId });
  if (!found) throw new RosterError(accountNotFound);
  return found;
}

/** The same, locked until the transaction ends. Whoever locks pools as well has locked them before. */
export async function lockSubscription(manager: EntityManager, accountId: string): Promise<SubscriptionEntity> {
  const lock = { mode: 'for_no_key_update' } as const;
  const found = await manager.findOne(SubscriptionEntity, { where: { accountId }, lock });
  if (!found) throw new RosterError(accountNotFound);
  return found;
}

/** The same with all pools of seats, locked in their order: nobody takes or frees a seat until the transaction ends. */
export async function lockWhole(
  manager: EntityManager,
  accountId: string,
  poolsOf: (preset: string) => readonly string[],
): Promise<SubscriptionEntity> {
  const { preset } = await findSubscription(manager, accountId);
  await lockPools(manager, accountId, poolsOf(preset));
  return lockSubscription(manager, accountId);
}
