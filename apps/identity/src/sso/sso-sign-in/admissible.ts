import { Injectable } from '@nestjs/common';
import { RosterError, tokenInvalid, type CallContext, type RecheckRoles } from '@roster/contracts';
import { Database } from '@roster/service-kit';
import { AccessClient } from '../../neighbours/access.client.js';
import { requirePromised } from '../../onboarding/invitations/invitation-promises.js';
import { makersOf } from '../../sessions/api-keys/api-key.store.js';
import { notAdmitted, type Recognised } from './recognition.store.js';
import type { VouchedPerson } from './sso-questions.js';

/** Whether those who vouch for a person may, right now, do so (S40, S51). It changes nothing. Never within a transaction. */
@Injectable()
export class Admissible {
  constructor(
    private readonly access: AccessClient,
    private readonly database: Database,
  ) {}

  /** Rejects with `sso.not-admitted` where they may not. */
  async require(vouched: VouchedPerson, found: Recognised, call: CallContext): Promise<void> {
    if (found.kind === 'new') return this.requireGivers(vouched, found, call);
    if (found.kind === 'member') {
      if (!(await this.covers(vouched, found, found.memberId, call))) throw notAdmitted('link-required');
      return;
    }
    // The invitation's roles are for the person at the address. If the members who vouch for that person may do less,
    // the provider could send anybody to take them.
    const isCovered = await this.covers(vouched, found, found.invitation.memberId, call);
    if (!isCovered) throw notAdmitted('roles-not-grantable');
    await grantable(requirePromised({ access: this.access, database: this.database }, found, call));
  }

  /** Whether all who vouch for the person may do at least as much as that person. */
  async covers(
    { connection: { accountId } }: VouchedPerson,
    { vouchedBy }: Pick<Recognised, 'vouchedBy'>,
    memberId: string,
    call: CallContext,
  ): Promise<boolean> {
    for (const coveringId of vouchedBy) {
      if (!(await this.access.covers({ accountId, coveringId, memberId }, call))) return false;
    }
    return true;
  }

  /** Rejects unless whoever promised the roles could still give them, so that nobody comes in by an outdated promise. */
  private async requireGivers(
    { connection: { accountId, granterId, roleIds } }: VouchedPerson,
    { vouchedBy }: Pick<Recognised, 'vouchedBy'>,
    call: CallContext,
  ): Promise<void> {
    for (const voucherId of new Set([granterId, ...vouchedBy])) {
      await this.requireGiver({ accountId, granterId: voucherId, roleIds }, call);
    }
  }

  private async requireGiver(promise: RecheckRoles, call: CallContext): Promise<void> {
    const { accountId, granterId } = promise;
    const makers = await this.database.inAccount(accountId, (manager) => makersOf(manager, accountId, [granterId]));
    for (const { makerId } of makers) await grantable(this.access.recheck({ ...promise, granterId: makerId }, call));
    await grantable(this.access.recheck(promise, call));
  }
}

/** Rejects with the reason `roles-not-grantable` where whoever promised the roles may not give them any more. */
export async function grantable<T>(check: Promise<T>): Promise<T> {
  try {
    return await check;
  } catch (error) {
    throw error instanceof RosterError && error.is(tokenInvalid) ? notAdmitted('roles-not-grantable') : error;
  }
}
