import { accountNotFound, RosterError } from '@roster/contracts';
import type { EntityManager } from 'typeorm';
import { lockPools } from '../ledger/seat.store.js';
import { dayOf, dayOfIso, type Day } from '../periods/day.js';
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

/**
 * The day by which the account is charged: today, or the last day of its month where the next month is due and has not begun.
 * Seats that are bought then are charged for the next month once it begins.
 */
export function chargedDay({ openedAt, nextDay }: Pick<SubscriptionEntity, 'openedAt' | 'nextDay'>, now: Date): Day {
  const today = dayOf(now);
  return nextDay === null ? today : Math.max(dayOf(openedAt), Math.min(today, dayOfIso(nextDay) - 1));
}
