import { Injectable } from '@nestjs/common';
import {
  memberActivated,
  RosterError,
  sessionRequired,
  tokenInvalid,
  type CallContext,
  type Envelope,
  type MemberChange,
} from '@roster/contracts';
import { enterAccount, networkOf, Outbox } from '@roster/service-kit';
import { IsNull, type EntityManager } from 'typeorm';
import type { AccountEntity } from '../../people/accounts/account.entity.js';
import { findAccount, requireNotSuspended } from '../../people/accounts/accounts.service.js';
import { AddressProofStore } from '../../credentials/address-proof.store.js';
import { SignInGate, type Admitted, type SignInAttempt } from '../../sign-in/gate/sign-in-gate.service.js';
import { memberAct } from '../../core/acts.js';
import { INVITATIONS, type InvitationEntity } from '../invitations/invitation.entity.js';
import { invitationPart } from '../invitations/invitation.js';
import { authorizeAddress } from '../../sign-in/ip-addresses/authorized.js';
import { memberChange } from '../../people/members/member.js';
import { changeMember, lockMember } from '../../people/members/members.store.js';
import { SessionEntity } from '../../sessions/sessions/session.entity.js';
import { carriedOver, isSecond } from '../../sessions/sessions/session.js';
import { UserEntity } from '../../people/users/user.entity.js';
import { createUser } from '../../people/users/user.store.js';
import { joining } from '../../credentials/second-factors/second-factors.js';

/** A user who has proved who they are, by their session or their password. */
export interface PersonProof {
  readonly userId: string;
  readonly sessionId?: string;
  readonly passwordHash?: string | undefined;
}

/** What the invitee has proved: an existing user, or a new one with the hash of their password. */
export type Proof =
  PersonProof | { readonly firstName: string; readonly lastName: string; readonly passwordHash: string };

export interface Accepted {
  readonly answer: Admitted;
  readonly envelope: Envelope<MemberChange>;
}

/** Turns invitees who have proved who they are into active members. */
@Injectable()
export class AdmissionStore {
  constructor(
    private readonly outbox: Outbox,
    private readonly gate: SignInGate,
    private readonly proofs: AddressProofStore,
  ) {}

  /** Resolves with undefined, and changes nothing, if a new invitee's address has got a user in the meantime. */
  async admit(
    manager: EntityManager,
    { accountId, id, memberId, email, tokenHash }: InvitationEntity,
    proof: Proof,
    call: CallContext,
  ): Promise<Accepted | undefined> {
    const user =
      'userId' in proof
        ? await manager.findOneByOrFail(UserEntity, { id: proof.userId })
        : await createUser(manager, { email, ...proof, isVerified: true });
    if (!user) return undefined;
    const attempt = await this.attemptOf(manager, user.id, proof, call);
    await enterAccount(manager, accountId);
    if (!(await INVITATIONS.claim(manager, { accountId, id, tokenHash }))) throw new RosterError(tokenInvalid);
    const invited = await lockMember(manager, { accountId, memberId }, 'write');
    const member = await changeMember(manager, invited, await joining(manager, user));
    const account = await findAccount(manager, accountId);
    requireNotSuspended(account);
    await authorizeInvitee(manager, account, memberId, call);
    const answer = await this.gate.admit(manager, member, attempt, call);
    const actor = { kind: 'member', memberId } as const;
    const parts = invitationPart({ id, state: 'pending' }, { id, state: 'accepted' });
    const act = memberAct(memberId, 'invitation.accepted', call, { actor, parts });
    const envelope = await this.outbox.record(manager, memberActivated, {
      accountId,
      subject: memberId,
      data: memberChange(account, member, act),
      traceparent: call.traceparent,
    });
    return { answer, envelope };
  }

  /**
   * Signs in a member who has accepted before. The link was used then, so nothing rests on it now: this is no more than
   * what their password or session could do.
   */
  async admitAgain(
    manager: EntityManager,
    key: { readonly accountId: string; readonly memberId: string },
    proof: PersonProof,
    call: CallContext,
  ): Promise<Admitted> {
    const { methods, ...attempt } = await fromProof(manager, proof.userId, proof);
    await enterAccount(manager, key.accountId);
    const member = await lockMember(manager, key, 'write');
    if (member.userId !== proof.userId) throw new RosterError(tokenInvalid);
    const shown = methods.filter((method) => method !== 'invitation');
    return this.gate.admit(manager, member, { ...attempt, methods: shown }, call);
  }

  /**
   * The attempt to sign in. Its methods are the mailed link, and the password or the methods of the session that
   * accepts.
   */
  private async attemptOf(
    manager: EntityManager,
    userId: string,
    proof: Proof,
    call: CallContext,
  ): Promise<SignInAttempt> {
    const attempt = await fromProof(manager, userId, proof);
    const isFirst = await this.proofs.prove(manager, userId, { keepsPassword: true }, call);
    const methods = attempt.methods.filter((method) => !isFirst || !isSecond(method));
    return { ...attempt, methods };
  }
}

async function fromProof(manager: EntityManager, userId: string, proof: Proof): Promise<SignInAttempt> {
  const id = 'userId' in proof ? proof.sessionId : undefined;
  if (id === undefined) return { userId, methods: ['invitation', 'password'], passwordHash: proof.passwordHash };
  // Locks the session, so that a parallel end of it either ends what comes of it too, or makes this fail.
  const lock = { mode: 'pessimistic_write' } as const;
  const session = await manager.findOne(SessionEntity, { where: { id, userId, endedAt: IsNull() }, lock });
  if (!session) throw new RosterError(sessionRequired);
  const { methods, authenticatedAt } = session;
  return { userId, methods: ['invitation', ...carriedOver(methods)], authenticatedAt };
}

/** The link came by mail, so opening it authorizes the address, just as a mail about the address would. */
async function authorizeInvitee(
  manager: EntityManager,
  { id: accountId, ipRestrictions }: AccountEntity,
  memberId: string,
  call: CallContext,
): Promise<void> {
  const address = networkOf(call.client?.address);
  if (ipRestrictions && address !== undefined) await authorizeAddress(manager, { accountId, memberId, address }, call);
}
