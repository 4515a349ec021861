import { Injectable } from '@nestjs/common';
import { RosterError, tokenInvalid, type RevealedToken, type TokenReference } from '@roster/contracts';
import { Database } from '@roster/service-kit';
import { codeOf, hashToken } from '../../core/tokens/token.js';
import { TokensService } from '../../core/tokens/tokens.service.js';
import { PENDING } from './pending.js';

/** Gives notifications the token for a mail or a message. */
@Injectable()
export class MailedTokensService {
  constructor(
    private readonly database: Database,
    private readonly tokens: TokensService,
  ) {}

  /** Rejects with `token.invalid` unless the token works right now. */
  async reveal(reference: TokenReference): Promise<RevealedToken> {
    const token = this.tokens.tokenOf(reference);
    // Looked up by the hash of this generation's token. Older generations have another hash, so they are not found.
    const tokenHash = hashToken(token);
    const pending = await this.database.through({ tokenHash }, (manager) =>
      PENDING[reference.purpose](manager, tokenHash),
    );
    if (!pending) throw new RosterError(tokenInvalid);
    return { token: reference.purpose === 'phone-code' ? codeOf(token) : token };
  }
}
