import { Injectable } from '@nestjs/common';
import {
  RosterError,
  userPasswordWeak,
  type CallContext,
  type ChooseNewPassword,
  type SignInAnswer,
} from '@roster/contracts';
import { Database } from '@roster/service-kit';
import { ChallengeStore } from '../challenge.store.js';
import { answered, SignInGate } from '../gate/sign-in-gate.service.js';
import { contextOf } from '../../credentials/passwords/password-context.store.js';
import { assertStrong } from '../../credentials/passwords/password.js';
import { PasswordsService } from '../../credentials/passwords/passwords.service.js';
import { CredentialEntity } from '../../people/users/credential.entity.js';
import { CredentialStore } from '../../credentials/passwords/credential.store.js';
import { UserEntity } from '../../people/users/user.entity.js';
import { lockUser } from '../../people/users/user.store.js';

/** The step of a sign-in in which a person replaces a password that somebody else chose for them. */
@Injectable()
export class NewPasswordsService {
  constructor(
    private readonly challenges: ChallengeStore,
    private readonly credentials: CredentialStore,
    private readonly database: Database,
    private readonly gate: SignInGate,
    private readonly passwords: PasswordsService,
  ) {}

  async choose({ challenge: token, password }: ChooseNewPassword, call: CallContext): Promise<SignInAnswer> {
    const { given, context } = await this.database.transaction(async (manager) => {
      const { userId } = await this.challenges.lock(manager, token, 'new-password');
      const user = await manager.findOneByOrFail(UserEntity, { id: userId });
      const credential = await manager.findOneByOrFail(CredentialEntity, { userId });
      return { given: credential, context: await contextOf(manager, user) };
    });
    assertStrong(password, 'password', context);
    // The same password again would still be known to whoever chose it.
    if (await this.passwords.verify(given.passwordHash, password, call)) throw stillTheGivenOne();
    const passwordHash = await this.passwords.hash(password, call);
    const admitted = await this.database.transaction(async (manager) => {
      const challenge = await this.challenges.lock(manager, token, 'new-password');
      const user = await lockUser(manager, challenge.userId);
      await this.credentials.replace(manager, user, { passwordHash }, call);
      return this.gate.proceed(manager, challenge, [], call);
    });
    return answered(admitted);
  }
}

const stillTheGivenOne = (): RosterError =>
  new RosterError(userPasswordWeak, 'Choose a password other than the one that you were given', {
    details: { errors: [{ path: 'password', message: 'must not be the one that you were given' }] },
  });
