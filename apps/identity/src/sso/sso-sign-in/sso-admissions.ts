import { Injectable } from '@nestjs/common';
import { RosterError, tokenInvalid, type CallContext, type RecheckRoles } from '@roster/contracts';
import { Database } from '@roster/service-kit';
import { v7 as uuidv7 } from 'uuid';
import { AccessClient } from '../../neighbours/access.client.js';
import { Seating } from '../../neighbours/billing/seating.js';
import type { SeatedAccount } from '../../neighbours/billing/seats.client.js';
import { requirePromised } from '../../onboarding/invitations/invitation-promises.js';
import { makersOf } from '../../sessions/api-keys/api-key.store.js';
import { notAdmitted, type Recognised } from './recognition.store.js';
import { SsoProvisioningStore, type SsoSignedIn } from './sso-provisioning.store.js';
import type { VouchedPerson } from './sso-questions.js';

type Known = Extract<Recognised, { kind: 'member' }> & { readonly isProviderTrusted: boolean };
type Invitee = Extract<Recognised, { kind: 'invited' }>;
type Newcomer = Extract<Recognised, { kind: 'new' }>;

/** Lets people in: members, those who are invited, and those of whom a connection makes members. */
@Injectable()
export class SsoAdmissions {
  constructor(
    private readonly access: AccessClient,
    private readonly database: Database,
    private readonly seating: Seating,
    private readonly store: SsoProvisioningStore,
  ) {}

  member(vouched: VouchedPerson, known: Known, call: CallContext): Promise<SsoSignedIn> {
    return this.database.inAccount(vouched.connection.accountId, (manager) =>
      this.store.member(manager, vouched, known, call),
    );
  }

  /** The members who vouch for the person may do what the invitation promises. */
  async accept(
    vouched: VouchedPerson,
    account: SeatedAccount,
    invitee: Invitee,
    call: CallContext,
  ): Promise<SsoSignedIn> {
    const { memberId } = invitee.invitation;
    const { access, database } = this;
    await grantable(requirePromised({ access, database }, invitee, call));
    await this.seating.hold(account, memberId, call);
    const signedIn = await this.database.inAccount(vouched.connection.accountId, (manager) =>
      this.store.invited(manager, vouched, invitee, call),
    );
    await this.seating.settle({ account, users: [memberId] }, call);
    return signedIn;
  }

  async provision(
    vouched: VouchedPerson,
    account: SeatedAccount,
    { email, vouchedBy }: Newcomer,
    call: CallContext,
  ): Promise<SsoSignedIn> {
    const { accountId, granterId, roleIds } = vouched.connection;
    for (const voucherId of new Set([granterId, ...vouchedBy])) {
      await this.requireGiver({ accountId, granterId: voucherId, roleIds }, call);
    }
    const memberId = uuidv7();
    return this.seating.take({ account, users: [memberId] }, call, async () => {
      // Promised last, when nothing but the commit can fail: a promise that comes to nothing keeps its roles for a minute.
      const promise = { id: uuidv7(), memberIds: [memberId] };
      const roles = await grantable(this.access.recheck({ accountId, granterId, roleIds, promise }, call));
      const newcomer = { memberId, email, roles, vouchedBy };
      const answer = await this.database.inAccount(accountId, (manager) =>
        this.store.newcomer(manager, vouched, newcomer, call),
      );
      return { answer, isTaken: true, isUsed: true };
    });
  }

  /**
   * Rejects unless the member who promised the roles could still give them, so that nobody comes in by an outdated
   * promise (S40, S51).
   */
  private async requireGiver(promise: RecheckRoles, call: CallContext): Promise<void> {
    const { accountId, granterId } = promise;
    const makers = await this.database.inAccount(accountId, (manager) => makersOf(manager, accountId, [granterId]));
    for (const { makerId } of makers) await grantable(this.access.recheck({ ...promise, granterId: makerId }, call));
    await grantable(this.access.recheck(promise, call));
  }
}

/** Rejects with the reason `roles-not-grantable` where whoever promised the roles may not give them any more. */
async function grantable<T>(check: Promise<T>): Promise<T> {
  try {
    return await check;
  } catch (error) {
    throw error instanceof RosterError && error.is(tokenInvalid) ? notAdmitted('roles-not-grantable') : error;
  }
}
