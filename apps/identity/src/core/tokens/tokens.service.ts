import { Injectable } from '@nestjs/common';
import type { TokenReference } from '@roster/contracts';
import { TokensConfig } from './tokens.config.js';
import { codeOf, deriveToken, hashToken } from './token.js';

/** Tokens of mailed links. They are derived when they are needed and never stored (`docs/decisions.md` 19). */
@Injectable()
export class TokensService {
  private readonly key: Buffer;

  constructor(config: TokensConfig) {
    this.key = Buffer.from(config.TOKEN_KEY, 'base64');
  }

  tokenOf(reference: TokenReference): string {
    return deriveToken(this.key, reference);
  }

  /** What is stored of a link that works for so many milliseconds from now on. */
  stored(reference: TokenReference, term: number): { readonly tokenHash: string; readonly expiresAt: Date } {
    return { tokenHash: hashToken(this.tokenOf(reference)), expiresAt: new Date(Date.now() + term) };
  }

  /** Six digits in place of the token, for a person to type. */
  codeOf(reference: TokenReference): string {
    return codeOf(this.tokenOf(reference));
  }
}
