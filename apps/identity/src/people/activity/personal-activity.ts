import type { CallContext } from '@roster/contracts';
import { enterAccount } from '@roster/service-kit';
import type { EntityManager } from 'typeorm';
import { membershipsOf } from '../members/memberships.store.js';
import { recordActivity } from './activity-log.js';

/**
 * Notes what a person did to himself, in all accounts where he is active. The transaction is in another account, or none,
 * after it.
 */
export async function recordPersonalActivity(
  manager: EntityManager,
  userId: string,
  action: string,
  call: Pick<CallContext, 'client'>,
): Promise<void> {
  for (const { accountId, id: memberId, status } of await membershipsOf(manager, userId)) {
    if (status !== 'active') continue;
    await enterAccount(manager, accountId);
    await recordActivity(manager, { accountId, memberId, action }, call);
  }
}
