import { enterAccount } from '@roster/service-kit';
import type { EntityManager } from 'typeorm';
import { findAccount } from '../../people/accounts/accounts.service.js';
import type { AccountEntity } from '../../people/accounts/account.entity.js';
import { membershipsOf } from '../../people/members/memberships.store.js';
import type { UserEntity } from '../../people/users/user.entity.js';
import type { PasswordContext } from './password.js';

/** What a password for this account must not contain, and how long it must be. */
export const contextIn = (
  { name, preset, secondFactorRequired }: Pick<AccountEntity, 'name' | 'preset' | 'secondFactorRequired'>,
  email: string,
): PasswordContext => ({ email, names: [name, preset], secondFactorRequired });

/**
 * The same for all accounts of a person. The shorter minimum applies only if every account requires a second factor.
 * Afterwards the transaction is in another account, or none.
 */
export async function contextOf(
  manager: EntityManager,
  { id: userId, email }: Pick<UserEntity, 'id' | 'email'>,
): Promise<PasswordContext> {
  const accounts: AccountEntity[] = [];
  for (const { accountId, status } of await membershipsOf(manager, userId)) {
    if (status !== 'active') continue;
    await enterAccount(manager, accountId);
    accounts.push(await findAccount(manager, accountId));
  }
  return {
    email,
    names: accounts.flatMap(({ name, preset }) => [name, preset]),
    secondFactorRequired: accounts.length > 0 && accounts.every(({ secondFactorRequired }) => secondFactorRequired),
  };
}
