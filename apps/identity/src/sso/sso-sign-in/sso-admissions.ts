import { Injectable } from '@nestjs/common';
import type { CallContext } from '@roster/contracts';
import { Database } from '@roster/service-kit';
import { v7 as uuidv7 } from 'uuid';
import { AccessClient } from '../../neighbours/access.client.js';
import { Seating } from '../../neighbours/billing/seating.js';
import type { SeatedAccount } from '../../neighbours/billing/seats.client.js';
import { Admissible, grantable } from './admissible.js';
import type { Recognised } from './recognition.store.js';
import { SsoProvisioningStore, type SsoSignedIn } from './sso-provisioning.store.js';
import type { VouchedPerson } from './sso-questions.js';

type Known = Extract<Recognised, { kind: 'member' }> & { readonly isProviderTrusted: boolean };
type Invitee = Extract<Recognised, { kind: 'invited' }>;
type Newcomer = Extract<Recognised, { kind: 'new' }>;

/** Lets people in whom `Admissible` has found to be so: members, those who are invited, and those of whom a connection makes members. */
@Injectable()
export class SsoAdmissions {
  constructor(
    private readonly access: AccessClient,
    private readonly admissible: Admissible,
    private readonly database: Database,
    private readonly seating: Seating,
    private readonly store: SsoProvisioningStore,
  ) {}

  /** Rejects with `sso.not-admitted` where those who vouch for the person may not. */
  async admit(
    vouched: VouchedPerson,
    account: SeatedAccount,
    found: Recognised,
    call: CallContext,
  ): Promise<SsoSignedIn> {
    await this.admissible.require(vouched, found, call);
    if (found.kind === 'new') return this.provision(vouched, account, found, call);
    if (found.kind === 'invited') return this.accept(vouched, account, found, call);
    const isProviderTrusted = await this.isTrusted(vouched, found.memberId, call);
    return this.member(vouched, { ...found, isProviderTrusted }, call);
  }

  /**
   * A person who linked the connection themselves still shows their own second factor, if they may do more than the
   * member who vouches for it.
   */
  private async isTrusted(vouched: VouchedPerson, memberId: string, call: CallContext): Promise<boolean> {
    const { trustsSecondFactor, granterId } = vouched.connection;
    return trustsSecondFactor && this.admissible.covers(vouched, { vouchedBy: [granterId] }, memberId, call);
  }

  private member(vouched: VouchedPerson, known: Known, call: CallContext): Promise<SsoSignedIn> {
    return this.database.inAccount(vouched.connection.accountId, (manager) =>
      this.store.member(manager, vouched, known, call),
    );
  }

  private async accept(
    vouched: VouchedPerson,
    account: SeatedAccount,
    invitee: Invitee,
    call: CallContext,
  ): Promise<SsoSignedIn> {
    const { memberId } = invitee.invitation;
    await this.seating.hold(account, memberId, call);
    const signedIn = await this.database.inAccount(vouched.connection.accountId, (manager) =>
      this.store.invited(manager, vouched, invitee, call),
    );
    await this.seating.settle({ account, users: [memberId] }, call);
    return signedIn;
  }

  private async provision(
    vouched: VouchedPerson,
    account: SeatedAccount,
    { email, vouchedBy }: Newcomer,
    call: CallContext,
  ): Promise<SsoSignedIn> {
    const { accountId, granterId, roleIds } = vouched.connection;
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
}
