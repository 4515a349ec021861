import { Injectable } from '@nestjs/common';
import {
  normaliseEmail,
  requestEmailChange,
  RosterError,
  sessionCredentialsInvalid,
  type CallContext,
  type ChangeEmail,
  type Nothing,
  type TokenInput,
} from '@roster/contracts';
import { Database, enterAccount, Idempotency, invalid, signedInPerson } from '@roster/service-kit';
import { PasswordsService } from '../passwords/passwords.service.js';
import { Guesses } from '../guesses.js';
import { Throttles } from '../../core/limits/throttles.js';
import { hashToken } from '../../core/tokens/token.js';
import { CredentialEntity } from '../../people/users/credential.entity.js';
import { EmailChangeStore } from './email-change.store.js';

@Injectable()
export class EmailChangesService {
  constructor(
    private readonly changes: EmailChangeStore,
    private readonly database: Database,
    private readonly guesses: Guesses,
    private readonly idempotency: Idempotency,
    private readonly passwords: PasswordsService,
    private readonly throttles: Throttles,
  ) {}

  /** Does not look up whether somebody has the new address: only a person who reads its mail may learn that (S12). */
  async request(input: ChangeEmail, call: CallContext): Promise<Nothing> {
    const { accountId, actor } = signedInPerson(call);
    const email = normaliseEmail(input.email);
    if (email === undefined) throw invalid({ path: 'email', message: 'is not an e-mail address' });
    await this.prove(actor.userId, input.password, call);
    await this.throttles.count('mail-to', `email-change ${email}`);
    return this.database.inAccount(accountId, (manager) =>
      this.idempotency.run(manager, call, requestEmailChange, input, async () => {
        await this.changes.begin(manager, actor.userId, email, call);
        await enterAccount(manager, accountId);
        return {};
      }),
    );
  }

  async confirm({ token }: TokenInput, call: CallContext): Promise<Nothing> {
    await this.database.transaction((manager) => this.changes.confirm(manager, hashToken(token), call));
    return {};
  }

  async undo({ token }: TokenInput, call: CallContext): Promise<Nothing> {
    await this.database.transaction((manager) => this.changes.undo(manager, hashToken(token), call));
    return {};
  }

  private async prove(userId: string, password: string | undefined, call: CallContext): Promise<void> {
    if (password === undefined) return;
    const credential = await this.database.transaction((manager) => manager.findOneBy(CredentialEntity, { userId }));
    const verify = () => this.passwords.verify(credential?.passwordHash, password, call);
    if (await this.guesses.guessOf(userId, call, verify)) return;
    throw new RosterError(sessionCredentialsInvalid, 'The password is wrong');
  }
}
