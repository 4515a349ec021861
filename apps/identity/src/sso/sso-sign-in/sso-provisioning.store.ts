import { Injectable } from '@nestjs/common';
import {
  FRESH_FOR,
  memberActivated,
  RosterError,
  tokenInvalid,
  type CallContext,
  type Envelope,
  type MemberChange,
  type RoleReference,
} from '@roster/contracts';
import { enterAccount, Outbox } from '@roster/service-kit';
import type { EntityManager } from 'typeorm';
import { findAccount, requireNotSuspended } from '../../people/accounts/accounts.service.js';
import { memberAct } from '../../core/acts.js';
import { recordActivity } from '../../people/activity/activity-log.js';
import { AddressProofStore } from '../../credentials/address-proof.store.js';
import { SignInGate, type Admitted, type SignInAttempt } from '../../sign-in/gate/sign-in-gate.service.js';
import { methodsOf, namesOf } from '../identity-providers/claims.js';
import { INVITATIONS } from '../../onboarding/invitations/invitation.entity.js';
import { MemberRolesEntity } from '../../people/member-labels/member-roles.entity.js';
import { MemberEntity } from '../../people/members/member.entity.js';
import { memberChange, newMember } from '../../people/members/member.js';
import { changeMember, lockMember } from '../../people/members/members.store.js';
import { joining } from '../../credentials/second-factors/second-factors.js';
import { UserEntity } from '../../people/users/user.entity.js';
import { createUser } from '../../people/users/user.store.js';
import { RecognitionStore, type Recognised } from './recognition.store.js';
import type { VouchedPerson } from './sso-questions.js';

/** The answer, and for a new member the event. */
export interface SsoSignedIn {
  readonly answer: Admitted;
  readonly envelope?: Envelope<MemberChange>;
}

/** The members who vouch for the person, and whether the provider stands in for the person's second factor. */
type Trust = Required<Pick<SignInAttempt, 'isProviderTrusted'>> & Pick<Recognised, 'vouchedBy'>;

interface SeatedMember {
  readonly memberId: string;
  readonly roles: RoleReference[];
}

/** Lets people in for whom a provider vouches. The transaction has entered the account. */
@Injectable()
export class SsoProvisioningStore {
  constructor(
    private readonly gate: SignInGate,
    private readonly outbox: Outbox,
    private readonly proofs: AddressProofStore,
    private readonly recognition: RecognitionStore,
  ) {}

  async member(
    manager: EntityManager,
    vouched: VouchedPerson,
    { memberId, userId, isLinked, ...trust }: Extract<Recognised, { kind: 'member' }> & Trust,
    call: CallContext,
  ): Promise<SsoSignedIn> {
    const { accountId } = vouched.connection;
    const member = await lockMember(manager, { accountId, memberId }, 'write');
    if (!isLinked) {
      await this.proven(manager, accountId, userId, call);
      await this.link(manager, vouched, member, userId, call);
    }
    return { answer: await this.admit(manager, { ...vouched, ...trust }, member, userId, call) };
  }

  /** The provider's word stands in for the mailed link. */
  async invited(
    manager: EntityManager,
    vouched: VouchedPerson,
    { invitation: { accountId, id, memberId, email }, vouchedBy }: Extract<Recognised, { kind: 'invited' }>,
    call: CallContext,
  ): Promise<SsoSignedIn> {
    if (!(await INVITATIONS.claim(manager, { accountId, id }))) throw new RosterError(tokenInvalid);
    const user = await this.userOf(manager, vouched, email, call);
    const invited = await lockMember(manager, { accountId, memberId }, 'write');
    const member = await changeMember(manager, invited, await joining(manager, user));
    return this.begin(manager, { ...vouched, vouchedBy }, member, user.id, call);
  }

  /** The seat is reserved, with the member's id as its key. */
  async newcomer(
    manager: EntityManager,
    vouched: VouchedPerson,
    { memberId, email, roles, vouchedBy }: Omit<Extract<Recognised, { kind: 'new' }>, 'kind'> & SeatedMember,
    call: CallContext,
  ): Promise<SsoSignedIn> {
    const { accountId } = vouched.connection;
    const user = await this.userOf(manager, vouched, email, call);
    const roleIds = roles.map(({ id }) => id);
    const createdAt = new Date();
    const row = newMember({ accountId, id: memberId, email, roleIds, createdAt, ...(await joining(manager, user)) });
    await manager.insert(MemberEntity, row);
    await manager.insert(MemberRolesEntity, { accountId, memberId, roleIds, roles, version: 0 });
    return this.begin(manager, { ...vouched, vouchedBy }, row, user.id, call);
  }

  private async begin(
    manager: EntityManager,
    vouched: VouchedPerson & Pick<Recognised, 'vouchedBy'>,
    member: MemberEntity,
    userId: string,
    call: CallContext,
  ): Promise<SsoSignedIn> {
    const { accountId, id: connectionId } = vouched.connection;
    const account = await findAccount(manager, accountId);
    requireNotSuspended(account);
    await this.link(manager, vouched, member, userId, call);
    const act = { accountId, memberId: member.id, action: 'member.provisioned', details: { connectionId } };
    await recordActivity(manager, act, call);
    const isProviderTrusted = vouched.connection.trustsSecondFactor;
    const answer = await this.admit(manager, { ...vouched, isProviderTrusted }, member, userId, call);
    const actor = { kind: 'connection', connectionId } as const;
    const joined = memberAct(member.id, 'member.joined', call, { actor });
    const envelope = await this.outbox.record(manager, memberActivated, {
      accountId,
      subject: member.id,
      data: memberChange(account, member, joined),
      traceparent: call.traceparent,
    });
    return { answer, envelope };
  }

  private async link(
    manager: EntityManager,
    vouched: VouchedPerson,
    { accountId, id: memberId }: MemberEntity,
    userId: string,
    call: CallContext,
  ): Promise<void> {
    const known = await this.recognition.linked(manager, vouched);
    if (known?.userId === userId) return;
    await this.recognition.link(manager, vouched, userId);
    const details = { connectionId: vouched.connection.id, issuer: vouched.connection.issuer };
    await recordActivity(manager, { accountId, memberId, action: 'sso-identity.linked', details }, call);
  }

  /** The user of the address. If there is none, one is created without a password. */
  private async userOf(
    manager: EntityManager,
    { claims, connection }: VouchedPerson,
    email: string,
    call: CallContext,
  ): Promise<UserEntity> {
    const made = await createUser(manager, { email, ...namesOf(claims, email), isVerified: true });
    if (made) return made;
    const user = await manager.findOneByOrFail(UserEntity, { email });
    await this.proven(manager, connection.accountId, user.id, call);
    return user;
  }

  /** The address counts as proved: it is in a domain of the account, whose provider knows its people. */
  private async proven(manager: EntityManager, accountId: string, userId: string, call: CallContext): Promise<void> {
    await this.proofs.prove(manager, userId, { keepsPassword: false }, call);
    await enterAccount(manager, accountId);
  }

  private async admit(
    manager: EntityManager,
    { isProviderTrusted, vouchedBy, ...vouched }: VouchedPerson & Trust,
    member: MemberEntity,
    userId: string,
    call: CallContext,
  ): Promise<Admitted> {
    const attempt: SignInAttempt = {
      userId,
      methods: methodsOf(vouched.claims),
      isProviderTrusted,
      vouchedBy,
    };
    const isProof = await this.recognition.vouchesForPerson(manager, vouched, userId);
    // Otherwise the proof is dated back, so that what they do beyond the account needs a proof of their own first.
    const authenticatedAt = isProof ? undefined : new Date(Date.now() - FRESH_FOR);
    return this.gate.admit(manager, member, { ...attempt, authenticatedAt }, call);
  }
}
