import { Injectable } from '@nestjs/common';
import {
  readableEmail,
  rateLimited,
  RosterError,
  sessionCredentialsInvalid,
  tokenInvalid,
  type AcceptInvitation,
  type CallContext,
  type InvitationLookup,
  type SignInAnswer,
  type TokenInput,
} from '@roster/contracts';
import { Database, enterAccount } from '@roster/service-kit';
import type { EntityManager } from 'typeorm';
import { AccessClient } from '../../neighbours/access.client.js';
import type { AccountEntity } from '../../people/accounts/account.entity.js';
import { findAccount, requireNotSuspended } from '../../people/accounts/accounts.service.js';
import { Seating } from '../../neighbours/billing/seating.js';
import { OneAtATime } from '../../core/calls/one-at-a-time.js';
import { answered } from '../../sign-in/gate/sign-in-gate.service.js';
import { InvitationEntity } from '../invitations/invitation.entity.js';
import { isOpen } from '../invitations/invitation.js';
import { requirePromised } from '../invitations/invitation-promises.js';
import { MemberEntity } from '../../people/members/member.entity.js';
import { contextIn } from '../../credentials/passwords/password-context.store.js';
import { PasswordsService } from '../../credentials/passwords/passwords.service.js';
import { Guesses } from '../../credentials/guesses.js';
import { hashToken } from '../../core/tokens/token.js';
import { CredentialEntity } from '../../people/users/credential.entity.js';
import { UserEntity } from '../../people/users/user.entity.js';
import { inviteeOf, type Invitee } from './acceptance.js';
import { AdmissionStore, type Accepted, type PersonProof, type Proof } from './admission.store.js';

interface Invited {
  readonly kind: 'open';
  readonly account: AccountEntity;
  readonly invitation: InvitationEntity;
  readonly member: MemberEntity;
  /** The user of the address, where there is one. */
  readonly userId: string | undefined;
  readonly passwordHash: string | undefined;
}

interface AcceptedBefore {
  readonly kind: 'accepted';
  readonly member: MemberEntity;
  readonly passwordHash: string | undefined;
}

@Injectable()
export class AcceptancesService {
  private readonly sameToken = new OneAtATime();

  constructor(
    private readonly access: AccessClient,
    private readonly admissions: AdmissionStore,
    private readonly database: Database,
    private readonly guesses: Guesses,
    private readonly passwords: PasswordsService,
    private readonly seating: Seating,
  ) {}

  /** Whom the invitation is for. Rejects as {@link accept} does where the link is good for nobody any more. */
  async lookup({ token }: TokenInput, call: CallContext): Promise<InvitationLookup> {
    const found = await this.found(hashToken(token));
    if (found.kind === 'accepted') throw new RosterError(tokenInvalid);
    await requirePromised({ access: this.access, database: this.database }, found, call);
    const { account, invitation, userId } = found;
    return {
      accountName: account.name,
      email: readableEmail(invitation.email),
      needsPassword: userId === undefined ? 'new' : 'existing',
      expiresAt: invitation.expiresAt.toISOString(),
    };
  }

  /**
   * Attempts with the same token run one after another in this process. The first one brings the member in. A later one is
   * a sign-in of that member, for whom the first answer may have got lost.
   */
  accept(input: AcceptInvitation, call: CallContext): Promise<SignInAnswer> {
    const tokenHash = hashToken(input.token);
    return this.sameToken.run(tokenHash, () => this.acceptOnce(input, tokenHash, call));
  }

  private async acceptOnce(input: AcceptInvitation, tokenHash: string, call: CallContext): Promise<SignInAnswer> {
    const found = await this.found(tokenHash);
    if (found.kind === 'accepted') return this.signInAgain(found, input, call);
    const { account, invitation, userId, passwordHash } = found;
    const invitee = inviteeOf(input, userId, call.actor, contextIn(account, invitation.email));
    const proof = await this.prove(invitee, passwordHash, call);
    await requirePromised({ access: this.access, database: this.database }, found, call);
    await this.seating.hold(account, invitation.memberId, call);
    const accepted = await this.admit(invitation, proof, call);
    // The address got a user, or the invitation was accepted, in the meantime: start again with what is there now.
    if (!accepted) return this.acceptOnce(input, tokenHash, call);
    const [applied] = await Promise.all([
      this.access.applied(accepted.envelope, call),
      this.seating.settle({ account, users: [invitation.memberId] }, call),
    ]);
    const { session, ...answer } = answered(accepted.answer);
    return session ? { session: { ...session, ...applied } } : answer;
  }

  /** Resolves with undefined if the address has got a user, or somebody else has accepted the invitation first. */
  private async admit(invitation: InvitationEntity, proof: Proof, call: CallContext): Promise<Accepted | undefined> {
    const { accountId } = invitation;
    try {
      return await this.database.inAccount(accountId, (manager) =>
        this.admissions.admit(manager, invitation, proof, call),
      );
    } catch (error) {
      if (error instanceof RosterError && error.is(tokenInvalid)) return undefined;
      throw error;
    }
  }

  /**
   * A sign-in of the member who came in by this link, with their own password or session. Everybody else is told, whatever
   * they try, that the link is over.
   */
  private async signInAgain({ member, passwordHash }: AcceptedBefore, input: AcceptInvitation, call: CallContext) {
    const { accountId, id: memberId, userId } = member;
    const proof = userId && (await this.proveAgain({ userId, passwordHash }, input, call));
    if (!proof) throw new RosterError(tokenInvalid);
    const admitted = await this.database.inAccount(accountId, (manager) =>
      this.admissions.admitAgain(manager, { accountId, memberId }, proof, call),
    );
    return answered(admitted);
  }

  /** A wrong password counts as a guess; that no guess is left is not told either. */
  private async proveAgain(
    { userId, passwordHash }: { userId: string; passwordHash: string | undefined },
    { password }: AcceptInvitation,
    call: CallContext,
  ): Promise<PersonProof | undefined> {
    const { actor } = call;
    if (actor)
      return actor.kind === 'session' && actor.userId === userId ? { userId, sessionId: actor.sessionId } : undefined;
    if (password === undefined) return undefined;
    const verify = () => this.passwords.verify(passwordHash, password, call);
    try {
      return (await this.guesses.guessOf(userId, call, verify)) ? { userId, passwordHash } : undefined;
    } catch (error) {
      if (error instanceof RosterError && error.is(rateLimited)) return undefined;
      throw error;
    }
  }

  /**
   * The open invitation with its member, and the user of its address; or the member who has accepted it,
   * as long as its link would have lasted.
   */
  private found(tokenHash: string): Promise<Invited | AcceptedBefore> {
    return this.database.through({ tokenHash }, async (manager) => {
      const invitation = await manager.findOneBy(InvitationEntity, { tokenHash });
      if (!invitation || invitation.expiresAt <= new Date()) throw new RosterError(tokenInvalid);
      if (invitation.state === 'accepted') return acceptedBefore(manager, invitation);
      if (!isOpen(invitation, new Date())) throw new RosterError(tokenInvalid);
      const user = await manager.findOneBy(UserEntity, { email: invitation.email });
      const credential = user && (await manager.findOneBy(CredentialEntity, { userId: user.id }));
      await enterAccount(manager, invitation.accountId);
      const { accountId, memberId } = invitation;
      const member = await manager.findOneByOrFail(MemberEntity, { accountId, id: memberId });
      const account = await findAccount(manager, accountId);
      requireNotSuspended(account);
      const passwordHash = credential?.passwordHash;
      return { kind: 'open', account, invitation, member, userId: user?.id, passwordHash };
    });
  }

  private async prove(invitee: Invitee, passwordHash: string | undefined, call: CallContext): Promise<Proof> {
    if (invitee.kind === 'session') return { userId: invitee.userId, sessionId: invitee.sessionId };
    if (invitee.kind === 'new') {
      const { firstName, lastName, password } = invitee;
      return { firstName, lastName, passwordHash: await this.passwords.hash(password, call) };
    }
    const { userId, password } = invitee;
    const verify = () => this.passwords.verify(passwordHash, password, call);
    if (await this.guesses.guessOf(userId, call, verify)) return { userId, passwordHash };
    throw new RosterError(sessionCredentialsInvalid);
  }
}

/** Rejects with `token.invalid` where the member is not active any more. */
async function acceptedBefore(
  manager: EntityManager,
  { accountId, memberId }: InvitationEntity,
): Promise<AcceptedBefore> {
  await enterAccount(manager, accountId);
  const member = await manager.findOneBy(MemberEntity, { accountId, id: memberId, status: 'active' });
  if (!member?.userId) throw new RosterError(tokenInvalid);
  const credential = await manager.findOneBy(CredentialEntity, { userId: member.userId });
  return { kind: 'accepted', member, passwordHash: credential?.passwordHash };
}
