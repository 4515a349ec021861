import { Injectable } from '@nestjs/common';
import { RosterError, tokenInvalid, type RevealedToken, type TokenReference } from '@roster/contracts';
import { Database } from '@roster/service-kit';
import { codeOf, hashToken } from '../../core/tokens/token.js';
import { TokensService } from '../../core/tokens/tokens.service.js';
import { PENDING } from './pending.js';

/** Tells notifications the token that a mail or a message is to carry. */
@Injectable()
export class MailedTokensService {
  constructor(
    private readonly database: Database,
    private readonly tokens: TokensService,
  ) {}

  /** Rejects with `token.invalid` unless a link with this token would work right now. */
  async reveal(reference: TokenReference): Promise<RevealedToken> {
    const token = this.tokens.tokenOf(reference);
    // Found by the token's own hash, which an older generation does not have.
    const tokenHash = hashToken(token);
    const isPending = await this.database.through({ tokenHash }, (manager) =>
      PENDING[reference.purpose](manager, tokenHash, new Date()),
    );
    if (!isPending) throw new RosterError(tokenInvalid);
    return { token: reference.purpose === 'phone-code' ? codeOf(token) : token };
  }
}
