import type { CallContext } from '@roster/contracts';
import { enterAccount } from '@roster/service-kit';
import type { EntityManager } from 'typeorm';
import { membershipsOf } from '../members/memberships.store.js';
import { recordActivity } from './activity-log.js';

/**
 * Records what a person did to themselves in all accounts where they are active. Afterwards the transaction is scoped
 * to another account, or to none.
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
