import { Inject, Injectable } from '@nestjs/common';
import {
  accountNotFound,
  accountNotOwner,
  editAccount,
  permissionDenied,
  RosterError,
  type AccountDetails,
  type CallContext,
  type EditAccount,
  type PresetSet,
} from '@roster/contracts';
import { Database, Idempotency, PRESETS, signedIn, type SignedIn } from '@roster/service-kit';
import type { EntityManager } from 'typeorm';
import { partOf, recordAct } from '../../core/acts.js';
import { AccountEntity } from './account.entity.js';
import { toAccount } from './account.js';

const settingsOf = ({ name, timeZone }: AccountEntity) => ({ name, timeZone });

@Injectable()
export class AccountsService {
  constructor(
    private readonly database: Database,
    private readonly idempotency: Idempotency,
    @Inject(PRESETS) private readonly presets: PresetSet,
  ) {}

  get(call: CallContext): Promise<AccountDetails> {
    const { accountId, actor } = signedIn(call);
    return this.database.inAccount(accountId, async (manager) =>
      this.show(await findAccount(manager, accountId), actor.memberId),
    );
  }

  edit(input: EditAccount, context: CallContext): Promise<AccountDetails> {
    const call = signedIn(context);
    return this.database.inAccount(call.accountId, (manager) =>
      this.idempotency.run(manager, call, editAccount, input, () => this.commit(manager, input, call)),
    );
  }

  /** The account as this member sees it. */
  show(account: AccountEntity, memberId: string): AccountDetails {
    const { timeZone, phoneVerifiedAt } = account;
    return {
      ...toAccount(account),
      ...(this.maySeeTimeZone(account, memberId) && { timeZone }),
      phoneVerifiedAt: phoneVerifiedAt?.toISOString() ?? null,
    };
  }

  private async commit(manager: EntityManager, input: EditAccount, call: SignedIn): Promise<AccountDetails> {
    const { accountId, actor } = call;
    const account = await lockAccount(manager, accountId);
    const { name, timeZone } = input;
    if (timeZone !== undefined && !this.maySeeTimeZone(account, actor.memberId)) throw new RosterError(accountNotOwner);
    const change = { ...(name !== undefined && { name }), ...(timeZone !== undefined && { timeZone }) };
    await manager.update(AccountEntity, { id: accountId }, { ...change, revision: () => 'revision + 1' });
    const present = await findAccount(manager, accountId);
    const part = { kind: 'account-settings', id: accountId };
    const parts = partOf(part, settingsOf(account), settingsOf(present));
    const target = { type: 'account', id: accountId };
    if (parts.length > 0) await recordAct(manager, accountId, { action: 'account.edited', target, parts }, call);
    return this.show(present, actor.memberId);
  }

  private maySeeTimeZone({ preset, ownerMemberId }: AccountEntity, memberId: string): boolean {
    return this.presets.get(preset)?.timeZone !== 'ownerProfile' || memberId === ownerMemberId;
  }
}

/** Locks the account, so that of two parallel changes the second sees what the first has left. Rejects like {@link findAccount}. */
export async function lockAccount(manager: EntityManager, accountId: string): Promise<AccountEntity> {
  await manager.findOne(AccountEntity, { where: { id: accountId }, lock: { mode: 'for_no_key_update' } });
  return findAccount(manager, accountId);
}

/** Throws `permission.denied` while the account is suspended: nobody new comes in, and no key does anything. */
export function requireNotSuspended({ status }: Pick<AccountEntity, 'status'>): void {
  if (status !== 'suspended') return;
  throw new RosterError(permissionDenied, 'The account is suspended', { details: { reason: 'account_suspended' } });
}

/** Rejects with `account.not-found`. */
export async function findAccount(manager: EntityManager, accountId: string): Promise<AccountEntity> {
  const account = await manager.findOneBy(AccountEntity, { id: accountId });
  if (!account) throw new RosterError(accountNotFound);
  return account;
}
