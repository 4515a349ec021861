import type { AccountState } from '@roster/contracts';
import type { EntityManager } from 'typeorm';
import { AccountEntity } from './account.entity.js';

/** The account, locked to the end of the transaction; null where access has not heard of it. */
export const lockAccount = (manager: EntityManager, accountId: string): Promise<AccountEntity | null> =>
  manager.findOne(AccountEntity, { where: { id: accountId }, lock: { mode: 'pessimistic_write' } });

/** The account, locked, made if this is the first that is heard of it, and brought up to this state if it is newer. */
export async function projectAccount(
  manager: EntityManager,
  state: AccountState,
): Promise<{ account: AccountEntity; changed: boolean }> {
  const { id, preset, status, ownerMemberId, revision } = state;
  await manager.query(
    `insert into accounts (id, preset, status, owner_member_id, revision) values ($1, $2, $3, $4, $5)
     on conflict do nothing`,
    [id, preset, status, ownerMemberId, revision],
  );
  const account = await lockAccount(manager, id);
  if (!account) throw new Error('The event is about another account than the one that it happened in');
  if (account.revision >= revision) return { account, changed: account.version === 0 };
  const copied = { preset, status, ownerMemberId, revision };
  await manager.update(AccountEntity, { id }, copied);
  return { account: Object.assign(account, copied), changed: true };
}

/** The next version; to be called once in a transaction that changes what may be decided, under the account's lock. */
export async function raiseVersion(manager: EntityManager, account: AccountEntity): Promise<number> {
  account.version += 1;
  await manager.update(AccountEntity, { id: account.id }, { version: account.version });
  return account.version;
}
