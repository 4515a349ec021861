import { Injectable } from '@nestjs/common';
import {
  RosterError,
  sessionCredentialsInvalid,
  sessionSecondFactorRequired,
  ssoRequired,
  type CallContext,
  type ProofPurpose,
  type Reauthenticate,
  type SignInAnswer,
} from '@roster/contracts';
import { Database, invalid, signedInPerson, type SignedInPerson } from '@roster/service-kit';
import { findAccount } from '../../people/accounts/accounts.service.js';
import { PasswordsService } from '../../credentials/passwords/passwords.service.js';
import { secondFactorsOf } from '../../credentials/second-factors/second-factors.js';
import { RenewalStore } from '../../credentials/second-factors/renewal.store.js';
import { isSsoEnforced } from '../../people/accounts/enforcement.js';
import { Guesses } from '../../credentials/guesses.js';
import { CredentialEntity } from '../../people/users/credential.entity.js';
import { FactorReauthenticationsService } from './factor-reauthentications.service.js';

/** Lets people prove again who they are, with their password (S22). */
@Injectable()
export class ReauthenticationsService {
  constructor(
    private readonly database: Database,
    private readonly guesses: Guesses,
    private readonly factors: FactorReauthenticationsService,
    private readonly passwords: PasswordsService,
    private readonly renewals: RenewalStore,
  ) {}

  reauthenticate({ password, code, passkey, purpose }: Reauthenticate, call: CallContext): Promise<SignInAnswer> {
    if ([password, code, passkey].filter((shown) => shown !== undefined).length !== 1) {
      throw invalid({ path: 'password', message: 'exactly one of password, code and passkey is required' });
    }
    if (code !== undefined) return this.factors.byCode(code, purpose, call);
    return passkey ? this.factors.byPasskey(passkey, purpose, call) : this.byPassword(password ?? '', purpose, call);
  }

  /**
   * Refuses people for whom a password is not enough before it is verified, so that a stolen session cannot be used to
   * test passwords.
   */
  private async byPassword(
    password: string,
    purpose: ProofPurpose | undefined,
    context: CallContext,
  ): Promise<SignInAnswer> {
    const call = signedInPerson(context);
    const passwordHash = await this.passwordOf(call);
    const verify = () => this.passwords.verify(passwordHash, password, call);
    const isRight = await this.guesses.guessOf(call.actor.userId, call, verify);
    if (!isRight) throw new RosterError(sessionCredentialsInvalid);
    return this.database.inAccount(call.accountId, (manager) =>
      this.renewals.renew(manager, { methods: ['password'], purpose }, call),
    );
  }

  private passwordOf({ accountId, actor }: SignedInPerson): Promise<string | undefined> {
    const { memberId, userId } = actor;
    return this.database.inAccount(accountId, async (manager) => {
      const { ownerMemberId } = await findAccount(manager, accountId);
      // The owner's emergency access, as in the sign-in.
      if (memberId !== ownerMemberId && (await isSsoEnforced(manager, accountId))) throw new RosterError(ssoRequired);
      const factors = await secondFactorsOf(manager, userId);
      if (factors.length > 0) throw new RosterError(sessionSecondFactorRequired, undefined, { details: { factors } });
      return (await manager.findOneBy(CredentialEntity, { userId }))?.passwordHash;
    });
  }
}
