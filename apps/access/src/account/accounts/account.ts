import type { AccountState } from '@roster/contracts';
import type { EntityManager } from 'typeorm';
import { AccountEntity } from './account.entity.js';

/** The account, locked to the end of the transaction; null where access has not heard of it. */
export const lockAccount = (manager: EntityManager, accountId: string): Promise<AccountEntity | null> =>
  manager.findOne(AccountEntity, { where: { id: accountId }, lock: { mode: 'pessimistic_write' } });

/** The account's row, made with version 0 if this is the first that is heard of it. */
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
