import { Injectable } from '@nestjs/common';
import { RosterError, tokenInvalid, type RevealedToken, type TokenReference } from '@roster/contracts';
import { Database } from '@roster/service-kit';
import { MoreThan } from 'typeorm';
import { IdentityConfig } from '../config.js';
import { InvitationEntity } from '../invitations/invitation.entity.js';
import { SignUpEntity } from '../sign-ups/sign-up.entity.js';
import { deriveToken, hashToken } from './token.js';

/** Mailed tokens: derived when they are needed, never stored (`decisions.md` 19). */
@Injectable()
export class TokensService {
  private readonly key: Buffer;

  constructor(
    config: IdentityConfig,
    private readonly database: Database,
  ) {
    this.key = Buffer.from(config.TOKEN_KEY, 'base64');
  }

  hashOf(reference: TokenReference): string {
    return hashToken(deriveToken(this.key, reference));
  }

  /** Rejects with `token.invalid` unless a link with this token would work right now. */
  async reveal(reference: TokenReference): Promise<RevealedToken> {
    const token = deriveToken(this.key, reference);
    // Found by the token's own hash, which an older generation does not have.
    if (!(await this.isPending(reference.purpose, hashToken(token)))) throw new RosterError(tokenInvalid);
    return { token };
  }

  private isPending(purpose: TokenReference['purpose'], tokenHash: string): Promise<boolean> {
    const expiresAt = MoreThan(new Date());
    return this.database.through({ tokenHash }, (manager) =>
      purpose === 'invitation'
        ? manager.existsBy(InvitationEntity, { tokenHash, state: 'pending', expiresAt })
        : manager.existsBy(SignUpEntity, { tokenHash, expiresAt }),
    );
  }
}
