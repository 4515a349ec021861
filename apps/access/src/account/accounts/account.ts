import type { AccountState } from '@roster/contracts';
import type { EntityManager } from 'typeorm';
import { AccountEntity } from './account.entity.js';

/** The account's row, locked until the transaction ends; null where access does not know the account. */
export const lockAccount = (manager: EntityManager, accountId: string): Promise<AccountEntity | null> =>
  manager.findOne(AccountEntity, { where: { id: accountId }, lock: { mode: 'pessimistic_write' } });

/** Makes the account's row. An account that access did not know is created with version 0. */
export async function openAccount(
  manager: EntityManager,
  { id, preset, status, ownerMemberId, revision, createdAt }: AccountState,
): Promise<void> {
  await manager.query(
    `insert into accounts (id, preset, status, owner_member_id, revision, opened_at) values ($1, $2, $3, $4, $5, $6)
     on conflict (id) do update set opened_at = excluded.opened_at
       where accounts.opened_at is null and excluded.opened_at is not null`,
    [id, preset, status, ownerMemberId, revision, createdAt ?? null],
  );
}
