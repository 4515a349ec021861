import { Injectable } from '@nestjs/common';
import type { AccountStatusChange, AppliedVersion, CallContext, TakeAwayAccount } from '@roster/contracts';
import { Database } from '@roster/service-kit';
import type { EntityManager } from 'typeorm';
import { Ledger, type Entry } from '../../ledger/ledger/ledger.js';
import { projectedState } from '../projections/projected-account.js';

/** Whether an account is suspended. Billing decides it and identity owns it; decisions change here. */
@Injectable()
export class SuspensionsService {
  constructor(
    private readonly database: Database,
    private readonly ledger: Ledger,
  ) {}

  /** Resolves with the version from which on the account is suspended. Rejects with `account.not-found`. */
  takeAway({ account: state }: TakeAwayAccount, { requestId }: CallContext): Promise<AppliedVersion> {
    const { id: accountId, revision } = state;
    const actor = { kind: 'service', name: 'billing' } as const;
    const entry = {
      actor,
      action: 'account.suspended',
      target: { type: 'account', id: accountId },
      requestId,
    } as const;
    return this.database.inAccount(accountId, async (manager) => {
      const { after } = await this.ledger.change(manager, accountId, entry, (before) =>
        before.stored.status === 'suspended' && before.stored.revision >= revision
          ? undefined
          : { ...projectedState(before, state), status: 'suspended' },
      );
      return { version: after.version };
    });
  }

  /** Copies the status that identity has committed, unless something newer is known. */
  async follow(manager: EntityManager, { account, act }: AccountStatusChange, envelopeId: string): Promise<void> {
    const { id, revision } = account;
    const entry: Entry = {
      actor: act?.actor ?? { kind: 'service', name: 'identity' },
      action: act?.action ?? 'account.suspended',
      target: { type: 'account', id },
      requestId: act?.requestId ?? envelopeId,
      id: envelopeId,
      shown: act ? 'always' : 'never',
    };
    await this.ledger.change(manager, id, entry, (before) =>
      before.stored.revision >= revision ? undefined : projectedState(before, account),
    );
  }
}
