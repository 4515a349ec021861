import type { AccountState } from '@roster/contracts';
import type { EntityManager } from 'typeorm';
import { AccountEntity } from './account.entity.js';

/** The account's row, locked until the transaction ends; null where access does not know the account. */
export const lockAccount = (manager: EntityManager, accountId: string): Promise<AccountEntity | null> =>
  manager.findOne(AccountEntity, { where: { id: accountId }, lock: { mode: 'pessimistic_write' } });

/** The account's row. An account that access did not know is created with version 0. */
export async function openAccount(
  manager: EntityManager,
  { id, preset, status, ownerMemberId, revision }: AccountState,
): Promise<void> {
  await manager.query(
    `insert into accounts (id, preset, status, owner_member_id, revision) values ($1, $2, $3, $4, $5)
     on conflict do nothing`,
    [id, preset, status, ownerMemberId, revision],
  );
}
