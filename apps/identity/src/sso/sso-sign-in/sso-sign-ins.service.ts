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
import { makersOf } from '../../sessions/api-keys/api-key.store.js';
import { Seating } from '../../neighbours/billing/seating.js';
import type { SeatedAccount } from '../../neighbours/billing/seats.client.js';
import { isTaken } from '../../core/database/violations.js';
import { answered } from '../../sign-in/gate/sign-in-gate.service.js';
import { SsoProvisioningStore, type Arrived } from './sso-provisioning.store.js';
import { notAdmitted, RecognitionStore, type Recognised } from './recognition.store.js';
import { SsoQuestions, type Vouched } from './sso-questions.js';

type Invitee = Extract<Recognised, { kind: 'invited' }>;
type Newcomer = Extract<Recognised, { kind: 'new' }>;

/** The way in through an identity provider: for members, the invited, and those who become members by it. */
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
    const arrived = await this.arrive(vouched, call);
    const applied = arrived.envelope && (await this.access.applied(arrived.envelope, call));
    const { session, ...answer } = answered(arrived.answer);
    return session ? { session: { ...session, ...applied } } : answer;
  }

  /** Of two that come at once as the same person the second finds what the first has made. */
  private async arrive(vouched: Vouched, call: CallContext): Promise<Arrived> {
    try {
      return await this.arriveOnce(vouched, call);
    } catch (error) {
      const isOvertaken = isTaken(error) || (error instanceof RosterError && error.is(tokenInvalid));
      if (!isOvertaken) throw error;
      return this.arriveOnce(vouched, call);
    }
  }

  private async arriveOnce(vouched: Vouched, call: CallContext): Promise<Arrived> {
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

  /** Who has linked a connection of somebody below them keeps their second factor to themselves. */
  private async isTrusted(vouched: Vouched, memberId: string, call: CallContext): Promise<boolean> {
    const { trustsSecondFactor, granterId } = vouched.connection;
    return trustsSecondFactor && this.covers(vouched, { answering: [granterId] }, memberId, call);
  }

  /** Whether all on whose word they come in hold what they hold, at this instant (S51). Asked outside of transactions. */
  private async covers(
    { connection: { accountId } }: Vouched,
    { answering }: Pick<Recognised, 'answering'>,
    memberId: string,
    call: CallContext,
  ): Promise<boolean> {
    for (const coveringId of answering) {
      if (!(await this.access.covers({ accountId, coveringId, memberId }, call))) return false;
    }
    return true;
  }

  private async accept(
    vouched: Vouched,
    account: SeatedAccount,
    invitee: Invitee,
    call: CallContext,
  ): Promise<Arrived> {
    const { invitation, promised } = invitee;
    const { accountId, inviterId, memberId } = invitation;
    // Whoever it is that the provider sends, the promise was made to the address: it is not theirs to give away.
    if (!(await this.covers(vouched, invitee, memberId, call))) throw notAdmitted('roles-not-grantable');
    await this.rolesFrom({ accountId, granterId: inviterId, ...promised }, call);
    await this.seating.use(account, memberId, call);
    return this.database.inAccount(accountId, (manager) => this.provisioning.invited(manager, vouched, invitee, call));
  }

  private async provision(
    vouched: Vouched,
    account: SeatedAccount,
    { email, answering }: Newcomer,
    call: CallContext,
  ): Promise<Arrived> {
    const { accountId, granterId, roleIds } = vouched.connection;
    const roles = await this.rolesFrom({ accountId, granterId, roleIds }, call);
    const others = answering.filter((id) => id !== granterId);
    for (const otherId of others) await this.rolesFrom({ accountId, granterId: otherId, roleIds }, call);
    const memberId = uuidv7();
    return this.seating.take({ account, users: [memberId] }, call, async () => ({
      answer: await this.database.inAccount(accountId, (manager) =>
        this.provisioning.newcomer(manager, vouched, { memberId, email, roles, answering }, call),
      ),
      isTaken: true,
      isUsed: true,
    }));
  }

  /** Who promised them must be able to give them now; else nobody comes in by his promise (S40, S51). */
  private async rolesFrom(promise: RecheckRoles, call: CallContext): Promise<RoleReference[]> {
    const { accountId, granterId } = promise;
    const makers = await this.database.inAccount(accountId, (manager) => makersOf(manager, accountId, granterId));
    try {
      for (const makerId of makers) await this.access.recheck({ ...promise, granterId: makerId }, call);
      return await this.access.recheck(promise, call);
    } catch (error) {
      throw error instanceof RosterError && error.is(tokenInvalid) ? notAdmitted('roles-not-grantable') : error;
    }
  }
}
