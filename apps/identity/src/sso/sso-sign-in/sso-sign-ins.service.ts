import { Injectable } from '@nestjs/common';
import {
  RosterError,
  tokenInvalid,
  type CallContext,
  type RecheckRoles,
  type RoleReference,
  type SignInAnswer,
  type SsoResponse,
} from '@roster/contracts';
import { Database } from '@roster/service-kit';
import { v7 as uuidv7 } from 'uuid';
import { AccessClient } from '../../neighbours/access.client.js';
import { findAccount } from '../../people/accounts/accounts.service.js';
import { requirePromised } from '../../onboarding/invitations/invitation-promises.js';
import { makersOf } from '../../sessions/api-keys/api-key.store.js';
import { Seating } from '../../neighbours/billing/seating.js';
import type { SeatedAccount } from '../../neighbours/billing/seats.client.js';
import { isTaken } from '../../core/database/violations.js';
import { answered } from '../../sign-in/gate/sign-in-gate.service.js';
import { SsoProvisioningStore, type SsoSignedIn } from './sso-provisioning.store.js';
import { notAdmitted, RecognitionStore, type Recognised } from './recognition.store.js';
import { SsoQuestions, type VouchedPerson } from './sso-questions.js';

type Invitee = Extract<Recognised, { kind: 'invited' }>;
type Newcomer = Extract<Recognised, { kind: 'new' }>;

/** Sign-in through an identity provider: for members, for invited people, and for people who become members by it. */
@Injectable()
export class SsoSignInsService {
  constructor(
    private readonly access: AccessClient,
    private readonly provisioning: SsoProvisioningStore,
    private readonly database: Database,
    private readonly questions: SsoQuestions,
    private readonly recognition: RecognitionStore,
    private readonly seating: Seating,
  ) {}

  async finish(input: SsoResponse, call: CallContext): Promise<SignInAnswer> {
    const vouched = await this.questions.answer(input, 'sign-in');
    const signedIn = await this.signIn(vouched, call);
    const applied = signedIn.envelope && (await this.access.applied(signedIn.envelope, call));
    const { session, ...answer } = answered(signedIn.answer);
    return session ? { session: { ...session, ...applied } } : answer;
  }

  /** Tries again if a parallel sign-in of the same person was faster, and finds what that one has created. */
  private async signIn(vouched: VouchedPerson, call: CallContext): Promise<SsoSignedIn> {
    try {
      return await this.signInOnce(vouched, call);
    } catch (error) {
      const isOvertaken = isTaken(error) || (error instanceof RosterError && error.is(tokenInvalid));
      if (!isOvertaken) throw error;
      return this.signInOnce(vouched, call);
    }
  }

  private async signInOnce(vouched: VouchedPerson, call: CallContext): Promise<SsoSignedIn> {
    const { accountId } = vouched.connection;
    const { account, found } = await this.database.inAccount(accountId, async (manager) => ({
      account: await findAccount(manager, accountId),
      found: await this.recognition.recognise(manager, vouched),
    }));
    if (found.kind === 'invited') return this.accept(vouched, account, found, call);
    if (found.kind === 'new') return this.provision(vouched, account, found, call);
    if (!(await this.covers(vouched, found, found.memberId, call))) throw notAdmitted('link-required');
    const isProviderTrusted = await this.isTrusted(vouched, found.memberId, call);
    return this.database.inAccount(accountId, (manager) =>
      this.provisioning.member(manager, vouched, { ...found, isProviderTrusted }, call),
    );
  }

  /**
   * A person who linked the connection themselves still shows their own second factor, if they may do more than the
   * member who vouches for it.
   */
  private async isTrusted(vouched: VouchedPerson, memberId: string, call: CallContext): Promise<boolean> {
    const { trustsSecondFactor, granterId } = vouched.connection;
    return trustsSecondFactor && this.covers(vouched, { vouchedBy: [granterId] }, memberId, call);
  }

  /**
   * Whether all who vouch for the person may do at least as much as that person, right now (S51). Never within a
   * transaction.
   */
  private async covers(
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

  private async accept(
    vouched: VouchedPerson,
    account: SeatedAccount,
    invitee: Invitee,
    call: CallContext,
  ): Promise<SsoSignedIn> {
    const { memberId } = invitee.invitation;
    // The invitation's roles are for the person at the address. If the members who vouch for that person may do less,
    // the provider could send anybody to take them.
    if (!(await this.covers(vouched, invitee, memberId, call))) throw notAdmitted('roles-not-grantable');
    const { access, database } = this;
    await grantable(requirePromised({ access, database }, invitee, call));
    await this.seating.hold(account, memberId, call);
    const signedIn = await this.database.inAccount(vouched.connection.accountId, (manager) =>
      this.provisioning.invited(manager, vouched, invitee, call),
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
    const roles = await this.rolesFrom({ accountId, granterId, roleIds }, call);
    const others = vouchedBy.filter((id) => id !== granterId);
    for (const otherId of others) await this.rolesFrom({ accountId, granterId: otherId, roleIds }, call);
    const memberId = uuidv7();
    return this.seating.take({ account, users: [memberId] }, call, async () => ({
      answer: await this.database.inAccount(accountId, (manager) =>
        this.provisioning.newcomer(manager, vouched, { memberId, email, roles, vouchedBy }, call),
      ),
      isTaken: true,
      isUsed: true,
    }));
  }

  /**
   * Rejects unless the member who promised the roles could still give them, so that nobody comes in by an outdated
   * promise (S40, S51).
   */
  private async rolesFrom(promise: RecheckRoles, call: CallContext): Promise<RoleReference[]> {
    const { accountId, granterId } = promise;
    const makers = await this.database.inAccount(accountId, (manager) => makersOf(manager, accountId, [granterId]));
    for (const { makerId } of makers) await grantable(this.access.recheck({ ...promise, granterId: makerId }, call));
    return grantable(this.access.recheck(promise, call));
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
