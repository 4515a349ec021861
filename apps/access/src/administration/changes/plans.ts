import { Injectable } from '@nestjs/common';
import { getPlanFeatures, planFeatureMissing, RosterError, type CallContext, type Change } from '@roster/contracts';
import { RpcClient } from '@roster/service-kit';
import type { AccountSnapshot } from '../../account/snapshots/account-snapshot.js';

const CUSTOM_ROLES = 'customRoles';

/** What the account's plan lets it do. Billing is asked, so never within a transaction. */
@Injectable()
export class Plans {
  constructor(private readonly rpc: RpcClient) {}

  /** Whether it depends on the plan: roles that there are go on deciding, and can be deleted, whatever becomes of it. */
  concerns({ preset, roles }: AccountSnapshot, change: Change): boolean {
    if (preset.features.customRoles !== 'plan') return false;
    if (change.kind === 'role.create') return true;
    if (change.kind !== 'role.edit') return false;
    return roles.some(({ id, slug }) => id === change.roleId.toLowerCase() && slug === null);
  }

  /** Rejects with `plan.feature-missing`, and where billing is not there with what says so: then nothing happens. */
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
