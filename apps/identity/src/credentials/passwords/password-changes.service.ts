import { Injectable } from '@nestjs/common';
import {
  changePassword,
  RosterError,
  sessionCredentialsInvalid,
  type CallContext,
  type ChangePassword,
  type Nothing,
} from '@roster/contracts';
import { Database, enterAccount, Idempotency, signedInPerson } from '@roster/service-kit';
import { Guesses } from '../guesses.js';
import { CredentialEntity } from '../../people/users/credential.entity.js';
import { CredentialStore } from './credential.store.js';
import { UserEntity } from '../../people/users/user.entity.js';
import { lockUser } from '../../people/users/user.store.js';
import { contextOf } from './password-context.store.js';
import { assertStrong } from './password.js';
import { PasswordsService } from './passwords.service.js';

@Injectable()
export class PasswordChangesService {
  constructor(
    private readonly credentials: CredentialStore,
    private readonly database: Database,
    private readonly guesses: Guesses,
    private readonly idempotency: Idempotency,
    private readonly passwords: PasswordsService,
  ) {}

  /**
   * Rejects with `session.credentials-invalid` for a wrong current password, before anything is said about the new one.
   */
  async change(input: ChangePassword, call: CallContext): Promise<Nothing> {
    const { accountId, actor } = signedInPerson(call);
    const { userId, sessionId } = actor;
    const { currentPassword, password } = input;
    // Read before the idempotency key is looked up. Otherwise this could be the password that the same command has just
    // set.
    const { context, currentHash } = await this.present(userId);
    const first = await this.database.inAccount(accountId, (manager) =>
      this.idempotency.find(manager, call, changePassword, input),
    );
    if (first) return first;
    const verify = () => this.passwords.verify(currentHash, currentPassword, call);
    if (!(await this.guesses.guessOf(userId, call, verify))) throw wrongPassword();
    assertStrong(password, 'password', context);
    const passwordHash = await this.passwords.hash(password, call);
    return this.database.inAccount(accountId, (manager) =>
      this.idempotency.run(manager, call, changePassword, input, async () => {
        const user = await lockUser(manager, userId);
        const credential = await manager.findOneBy(CredentialEntity, { userId });
        // Another command has changed the password in the meantime.
        if (credential?.passwordHash !== currentHash) throw wrongPassword();
        await this.credentials.replace(manager, user, { passwordHash, except: sessionId }, call);
        await enterAccount(manager, accountId);
        return {};
      }),
    );
  }

  private present(userId: string) {
    return this.database.transaction(async (manager) => {
      const user = await manager.findOneByOrFail(UserEntity, { id: userId });
      const credential = await manager.findOneBy(CredentialEntity, { userId });
      return { context: await contextOf(manager, user), currentHash: credential?.passwordHash };
    });
  }
}

const wrongPassword = () => new RosterError(sessionCredentialsInvalid, 'The password is wrong');
