import { Injectable } from '@nestjs/common';
import { getPlanFeatures, planFeatureMissing, RosterError, type CallContext, type Change } from '@roster/contracts';
import { RpcClient } from '@roster/service-kit';
import type { AccountSnapshot } from '../../account/snapshots/account-snapshot.js';
import { kindOf } from './kinds.js';

const CUSTOM_ROLES = 'customRoles';

/** What the account's plan allows. This asks billing, so it must not be called inside a transaction. */
@Injectable()
export class Plans {
  constructor(private readonly rpc: RpcClient) {}

  /**
   * Whether the change depends on the plan. After a downgrade the existing custom roles still decide and can be
   * deleted.
   */
  concerns(account: AccountSnapshot, change: Change): boolean {
    if (account.preset.features.customRoles !== 'plan') return false;
    return kindOf(change).needsCustomRoles?.(change, account) ?? false;
  }

  /** Rejects with `plan.feature-missing`, or with an error where billing does not answer; then nothing is changed. */
  async require(accountId: string, { requestId, deadline, traceparent }: CallContext): Promise<void> {
    const { features } = await this.rpc.call(
      getPlanFeatures,
      { accountId },
      { requestId, ...(deadline !== undefined && { deadline }), ...(traceparent !== undefined && { traceparent }) },
    );
    if (features.includes(CUSTOM_ROLES)) return;
    throw new RosterError(planFeatureMissing, undefined, { details: { feature: CUSTOM_ROLES } });
  }
}
