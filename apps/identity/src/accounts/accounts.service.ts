import { Injectable } from '@nestjs/common';
import { accountNotFound, RosterError, type Account, type CallContext } from '@roster/contracts';
import { Database, signedIn } from '@roster/service-kit';
import type { EntityManager } from 'typeorm';
import { AccountEntity } from './account.entity.js';
import { toAccount } from './account.js';

@Injectable()
export class AccountsService {
  constructor(private readonly database: Database) {}

  get(call: CallContext): Promise<Account> {
    const { accountId } = signedIn(call);
    return this.database.inAccount(accountId, async (manager) => toAccount(await findAccount(manager, accountId)));
  }
}

/** Rejects with `account.not-found`. */
export async function findAccount(manager: EntityManager, accountId: string): Promise<AccountEntity> {
  const account = await manager.findOneBy(AccountEntity, { id: accountId });
  if (!account) throw new RosterError(accountNotFound);
  return account;
}
