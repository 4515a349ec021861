import { Injectable } from '@nestjs/common';
import {
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
import { findAccount } from '../../people/accounts/accounts.service.js';
import { makersOf } from '../../sessions/api-keys/api-key.store.js';
import { SeatsClient } from '../../neighbours/billing/seats.client.js';
import { OneAtATime } from '../../core/calls/one-at-a-time.js';
import { answered } from '../../sign-in/gate/sign-in-gate.service.js';
import { InvitationEntity } from '../invitations/invitation.entity.js';
import { isOpen, promisedBy } from '../invitations/invitation.js';
import { MemberEntity } from '../../people/members/member.entity.js';
import { contextIn } from '../../credentials/passwords/password-context.store.js';
import { PasswordsService } from '../../credentials/passwords/passwords.service.js';
import { Guesses } from '../../credentials/guesses.js';
import { hashToken } from '../../core/tokens/token.js';
import { CredentialEntity } from '../../people/users/credential.entity.js';
import { UserEntity } from '../../people/users/user.entity.js';
import { inviteeOf, type Invitee } from './acceptance.js';
import { AdmissionStore, type Proof } from './admission.store.js';

@Injectable()
export class AcceptancesService {
  private readonly sameToken = new OneAtATime();

  constructor(
    private readonly access: AccessClient,
    private readonly admissions: AdmissionStore,
    private readonly database: Database,
    private readonly guesses: Guesses,
    private readonly passwords: PasswordsService,
    private readonly seats: SeatsClient,
  ) {}

  lookup({ token }: TokenInput): Promise<InvitationLookup> {
    const tokenHash = hashToken(token);
    return this.database.through({ tokenHash }, async (manager) => {
      const { accountId, email, expiresAt } = await findOpen(manager, tokenHash);
      await enterAccount(manager, accountId);
      const account = await findAccount(manager, accountId);
      const isKnown = await manager.existsBy(UserEntity, { email });
      return {
        accountName: account.name,
        email,
        needsPassword: isKnown ? 'existing' : 'new',
        expiresAt: expiresAt.toISOString(),
      };
    });
  }

  /**
   * Attempts with the same token run one after another in this process. The first one succeeds; the others find the
   * invitation accepted before they compute a hash.
   */
  accept(input: AcceptInvitation, call: CallContext): Promise<SignInAnswer> {
    const tokenHash = hashToken(input.token);
    return this.sameToken.run(tokenHash, () => this.acceptOnce(input, tokenHash, call));
  }

  private async acceptOnce(input: AcceptInvitation, tokenHash: string, call: CallContext): Promise<SignInAnswer> {
    const { account, invitation, granterIds, promised, userId, passwordHash } = await this.invited(tokenHash);
    const invitee = inviteeOf(input, userId, call.actor, contextIn(account, invitation.email));
    const proof = await this.prove(invitee, passwordHash, call);
    const { accountId } = invitation;
    for (const granterId of granterIds) await this.access.recheck({ accountId, granterId, ...promised }, call);
    await this.seats.use(account, invitation.memberId, call);
    const accepted = await this.database.inAccount(accountId, (manager) =>
      this.admissions.admit(manager, invitation, proof, call),
    );
    // The address got a user in the meantime, so start again with that user's password.
    if (!accepted) return this.acceptOnce(input, tokenHash, call);
    const applied = await this.access.applied(accepted.envelope, call);
    const { session, ...answer } = answered(accepted.answer);
    return session ? { session: { ...session, ...applied } } : answer;
  }

  /** The open invitation with the roles that it promises, and the user of its address. */
  private invited(tokenHash: string) {
    return this.database.through({ tokenHash }, async (manager) => {
      const invitation = await findOpen(manager, tokenHash);
      const user = await manager.findOneBy(UserEntity, { email: invitation.email });
      const credential = user && (await manager.findOneBy(CredentialEntity, { userId: user.id }));
      await enterAccount(manager, invitation.accountId);
      const { accountId, memberId, inviterId } = invitation;
      const member = await manager.findOneByOrFail(MemberEntity, { accountId, id: memberId });
      const account = await findAccount(manager, accountId);
      const passwordHash = credential?.passwordHash;
      const granterIds = [inviterId, ...(await makersOf(manager, accountId, inviterId))];
      const promised = promisedBy(invitation, member);
      return { account, invitation, granterIds, promised, userId: user?.id, passwordHash };
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

async function findOpen(manager: EntityManager, tokenHash: string): Promise<InvitationEntity> {
  const invitation = await manager.findOneBy(InvitationEntity, { tokenHash });
  if (!invitation || !isOpen(invitation, new Date())) throw new RosterError(tokenInvalid);
  return invitation;
}
