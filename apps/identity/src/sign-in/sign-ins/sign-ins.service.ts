import { Injectable } from '@nestjs/common';
import {
  normaliseEmail,
  emailUnverified,
  resendVerification,
  RosterError,
  sessionCredentialsInvalid,
  type CallContext,
  type CreateSession,
  type SignInAnswer,
} from '@roster/contracts';
import { Database } from '@roster/service-kit';
import { NIL } from 'uuid';
import { SignInGate } from '../gate/sign-in-gate.service.js';
import { PasswordsService } from '../../credentials/passwords/passwords.service.js';
import { SIGN_UPS } from '../../people/users/sign-up.entity.js';
import { Guesses } from '../../credentials/guesses.js';
import { CredentialEntity } from '../../people/users/credential.entity.js';
import { UserEntity } from '../../people/users/user.entity.js';

/**
 * The passwords that an address can be signed in with: the user's, and that of a sign-up that waits for verification.
 */
interface KnownPasswords {
  readonly user?: { readonly id: string; readonly passwordHash: string } | undefined;
  readonly pendingHash?: string | undefined;
}

@Injectable()
export class SignInsService {
  constructor(
    private readonly database: Database,
    private readonly gate: SignInGate,
    private readonly guesses: Guesses,
    private readonly passwords: PasswordsService,
  ) {}

  async signIn({ email, password, accountId }: CreateSession, call: CallContext): Promise<SignInAnswer> {
    const stored = normaliseEmail(email);
    const verified = await this.guesses.guess(stored ?? email, call, () => this.verify(stored, password, call));
    if (!verified) throw new RosterError(sessionCredentialsInvalid);
    if (verified === 'unverified') {
      throw new RosterError(
        emailUnverified,
        'Press the button behind the link that was mailed to you. POST /v1/email-verifications/resend { "email" } mails it again.',
        { details: { resend: resendVerification.http?.path } },
      );
    }
    return this.gate.enter({ ...verified, methods: ['password'] }, accountId, call);
  }

  /**
   * Always verifies two hashes before it refuses, so that the time tells nothing to people who do not know the
   * password.
   */
  private async verify(
    email: string | undefined,
    password: string,
    call: CallContext,
  ): Promise<{ readonly userId: string; readonly passwordHash: string } | 'unverified' | undefined> {
    const { user, pendingHash } = await this.known(email);
    const isRight = await this.passwords.verify(user?.passwordHash, password, call);
    if (user && isRight) return { userId: user.id, passwordHash: user.passwordHash };
    return (await this.passwords.verify(pendingHash, password, call)) ? 'unverified' : undefined;
  }

  private async known(email: string | undefined): Promise<KnownPasswords> {
    if (email === undefined) return {};
    return this.database.transaction(async (manager) => {
      const user = await manager.findOneBy(UserEntity, { email });
      // Queried even without a user, so that every address takes the same statements.
      const credential = await manager.findOneBy(CredentialEntity, { userId: user?.id ?? NIL });
      const pending = await SIGN_UPS.find(manager, { email });
      return {
        ...(credential && { user: { id: credential.userId, passwordHash: credential.passwordHash } }),
        pendingHash: pending?.passwordHash,
      };
    });
  }
}
