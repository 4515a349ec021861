import { Injectable } from '@nestjs/common';
import {
  normaliseEmail,
  passwordResetRequested,
  RosterError,
  tokenInvalid,
  type CallContext,
  type Nothing,
  type RequestPasswordReset,
  type ResetPassword,
} from '@roster/contracts';
import { Database, invalid, Outbox } from '@roster/service-kit';
import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { AddressProofStore } from '../address-proof.store.js';
import { contextOf } from '../passwords/password-context.store.js';
import { assertStrong } from '../passwords/password.js';
import { PasswordsService } from '../passwords/passwords.service.js';
import { Throttles } from '../../core/limits/throttles.js';
import { hashToken } from '../../core/tokens/token.js';
import { CredentialStore } from '../passwords/credential.store.js';
import { UserEntity } from '../../people/users/user.entity.js';
import { lockUser } from '../../people/users/user.store.js';
import { PASSWORD_RESETS, type PasswordResetEntity } from './password-reset.entity.js';

@Injectable()
export class PasswordResetsService {
  constructor(
    private readonly credentials: CredentialStore,
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly passwords: PasswordsService,
    private readonly proofs: AddressProofStore,
    private readonly throttles: Throttles,
  ) {}

  /** Only records the request: answer, limit and time are the same for an address that nobody has (S12, S43). */
  async request({ email: typed }: RequestPasswordReset, { client, traceparent }: CallContext): Promise<Nothing> {
    const email = normaliseEmail(typed);
    if (email === undefined) throw invalid({ path: 'email', message: 'is not an e-mail address' });
    await this.throttles.count('mail-to', `password-reset ${email}`);
    await this.database.transaction((manager) =>
      this.outbox.record(manager, passwordResetRequested, {
        subject: uuidv7(),
        data: { email, address: client?.address ?? null, userAgent: client?.userAgent ?? null },
        traceparent,
      }),
    );
    return {};
  }

  /** If the new password is refused, the link stays valid for another try. Rejects with `token.invalid`. */
  async complete({ token, password }: ResetPassword, call: CallContext): Promise<Nothing> {
    const tokenHash = hashToken(token);
    const context = await this.database.transaction(async (manager) => {
      const { userId } = await findReset(manager, tokenHash);
      return contextOf(manager, await manager.findOneByOrFail(UserEntity, { id: userId }));
    });
    assertStrong(password, 'password', context);
    const passwordHash = await this.passwords.hash(password, call);
    await this.database.transaction(async (manager) => {
      const { userId } = await findReset(manager, tokenHash);
      const user = await lockUser(manager, userId);
      if (!(await PASSWORD_RESETS.claim(manager, { tokenHash }))) throw new RosterError(tokenInvalid);
      await this.credentials.replace(manager, user, { passwordHash }, call);
      await this.proofs.prove(manager, userId, { keepsPassword: true }, call);
    });
    return {};
  }
}

/** Rejects with `token.invalid`. */
async function findReset(manager: EntityManager, tokenHash: string): Promise<PasswordResetEntity> {
  const reset = await PASSWORD_RESETS.find(manager, { tokenHash });
  if (!reset) throw new RosterError(tokenInvalid);
  return reset;
}
