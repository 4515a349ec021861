import { Injectable } from '@nestjs/common';
import type { TokenReference } from '@roster/contracts';
import { IdentityConfig } from '../config.js';
import { codeOf, deriveToken, hashToken } from './token.js';

/** Mailed tokens: derived when they are needed, never stored (`docs/decisions.md` 19). */
@Injectable()
export class TokensService {
  private readonly key: Buffer;

  constructor(config: IdentityConfig) {
    this.key = Buffer.from(config.TOKEN_KEY, 'base64');
  }

  tokenOf(reference: TokenReference): string {
    return deriveToken(this.key, reference);
  }

  hashOf(reference: TokenReference): string {
    return hashToken(this.tokenOf(reference));
  }

  /** The six digits that stand for a token where a person has to type it. */
  codeOf(reference: TokenReference): string {
    return codeOf(this.tokenOf(reference));
  }
}
