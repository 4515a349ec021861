import type { SsoKind } from '@roster/contracts';
import type { EntityManager } from 'typeorm';
import { AccountEntity } from '../accounts/account.entity.js';
import { SsoConnectionEntity } from './sso-connection.entity.js';

/** Whether people come into this account through its identity provider only. */
export const isSsoEnforced = (manager: EntityManager, accountId: string): Promise<boolean> =>
  manager.existsBy(SsoConnectionEntity, { accountId, enforced: true });

/** Whose it is, for the column "Enforced auth" (SC-04); nothing where people may come in otherwise. */
export async function enforcedKind(manager: EntityManager, accountId: string): Promise<SsoKind | undefined> {
  const connection = await manager.findOneBy(SsoConnectionEntity, { accountId, enforced: true });
  return connection?.kind;
}

/** Whoever changes what enforcement rests on waits here for the others of the account. */
export async function lockEnforcement(manager: EntityManager, accountId: string): Promise<void> {
  await manager.findOne(AccountEntity, { where: { id: accountId }, lock: { mode: 'pessimistic_write' } });
}
