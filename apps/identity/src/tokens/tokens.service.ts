import { Injectable } from '@nestjs/common';
import { RosterError, tokenInvalid, type RevealedToken, type TokenReference } from '@roster/contracts';
import { Database } from '@roster/service-kit';
import { IdentityConfig } from '../config.js';
import { PENDING } from './pending.js';
import { codeOf, deriveToken, hashToken } from './token.js';

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

  /** The six digits that stand for a token where a person has to type it. */
  codeOf(reference: TokenReference): string {
    return codeOf(deriveToken(this.key, reference));
  }

  /** Rejects with `token.invalid` unless a link with this token would work right now. */
  async reveal(reference: TokenReference): Promise<RevealedToken> {
    const token = deriveToken(this.key, reference);
    // Found by the token's own hash, which an older generation does not have.
    const tokenHash = hashToken(token);
    const isPending = await this.database.through({ tokenHash }, (manager) =>
      PENDING[reference.purpose](manager, tokenHash, new Date()),
    );
    if (!isPending) throw new RosterError(tokenInvalid);
    return { token: reference.purpose === 'phone-code' ? codeOf(token) : token };
  }
}
