import type { EntityManager } from 'typeorm';
import { AccountEntity } from './account.entity.js';
import { SsoConnectionEntity } from './sso-connection.entity.js';

/** Whether people come into this account through its identity provider only. */
export const isSsoEnforced = (manager: EntityManager, accountId: string): Promise<boolean> =>
  manager.existsBy(SsoConnectionEntity, { accountId, enforced: true });

/** Whoever changes what enforcement rests on waits here for the others of the account. */
export async function lockEnforcement(manager: EntityManager, accountId: string): Promise<void> {
  await manager.findOne(AccountEntity, { where: { id: accountId }, lock: { mode: 'pessimistic_write' } });
}
