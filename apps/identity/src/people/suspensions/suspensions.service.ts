import { Injectable } from '@nestjs/common';
import {
  accountNotFound,
  accountStatusChanged,
  RosterError,
  toAct,
  type CallContext,
  type Nothing,
  type ResumeAccount,
  type SuspendAccount,
  type SuspensionReason,
} from '@roster/contracts';
import { Database, Outbox } from '@roster/service-kit';
import type { EntityManager } from 'typeorm';
import { AccessClient } from '../../neighbours/access.client.js';
import { accountState } from '../accounts/account.js';
import { AccountEntity } from '../accounts/account.entity.js';
import { findAccount, lockAccount } from '../accounts/accounts.service.js';

/**
 * Suspends accounts and resumes them, as billing decides. What takes away is applied in access first, what gives is committed
 * here first (`docs/decisions.md` 2). Billing asks again where it got no answer.
 */
@Injectable()
export class SuspensionsService {
  constructor(
    private readonly access: AccessClient,
    private readonly database: Database,
    private readonly outbox: Outbox,
  ) {}

  async suspend({ accountId, reason }: SuspendAccount, call: CallContext): Promise<Nothing> {
    const account = await this.database.inAccount(accountId, (manager) => findOpened(manager, accountId));
    if (account.status === 'suspended' && account.suspendedFor === reason) return {};
    await this.access.takeAwayAccount({ account: accountState(account) }, call);
    return this.commit({ accountId, reason }, call);
  }

  async resume({ accountId }: ResumeAccount, call: CallContext): Promise<Nothing> {
    return this.commit({ accountId, reason: null }, call);
  }

  /** A null reason: the account is active. */
  private async commit(
    { accountId, reason }: { accountId: string; reason: SuspensionReason | null },
    call: CallContext,
  ): Promise<Nothing> {
    return this.database.inAccount(accountId, async (manager) => {
      await lockAccount(manager, accountId);
      const account = await findOpened(manager, accountId);
      // A suspension may have reached access and not been committed here. So whoever resumes always says so anew.
      if (account.suspendedFor === reason && reason) return {};
      const change = { status: reason ? 'suspended' : 'active', suspendedFor: reason } as const;
      await manager.update(AccountEntity, { id: accountId }, { ...change, revision: () => 'revision + 1' });
      const target = { type: 'account', id: accountId };
      const act = toAct({ action: 'account.resumed', target }, { requestId: call.requestId }, 'billing');
      await this.outbox.record(manager, accountStatusChanged, {
        accountId,
        subject: accountId,
        data: {
          account: accountState(await findAccount(manager, accountId)),
          ...(account.suspendedFor && !reason && { act }),
        },
        traceparent: call.traceparent,
      });
      return {};
    });
  }
}

/** An account whose owner has not verified their address yet is none that could be suspended. */
async function findOpened(manager: EntityManager, accountId: string): Promise<AccountEntity> {
  const account = await findAccount(manager, accountId);
  if (account.status === 'pending') throw new RosterError(accountNotFound);
  return account;
}
