import type { EntityManager } from 'typeorm';
import { AccountEntity } from './account.entity.js';
import { SsoConnectionEntity } from './sso-connection.entity.js';

/** Whether this account's members sign in through its identity provider only. */
export const isSsoEnforced = (manager: EntityManager, accountId: string): Promise<boolean> =>
  manager.existsBy(SsoConnectionEntity, { accountId, enforced: true });

/** Locks the account's row, so that changes to what enforcement depends on run one after another. */
export async function lockEnforcement(manager: EntityManager, accountId: string): Promise<void> {
  await manager.findOne(AccountEntity, { where: { id: accountId }, lock: { mode: 'pessimistic_write' } });
}
