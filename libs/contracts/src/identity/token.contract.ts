import { IsIn, IsInt, Min } from 'class-validator';
import { IsId } from '../core/common.contract.js';
import { rpc } from '../core/contract.js';
import { errorKind } from '../core/errors.js';

/**
 * A token that is used, expired, withdrawn, replaced or was never made: all are answered alike, so that a token tells
 * nothing.
 */
export const tokenInvalid = errorKind('token.invalid', 410, 'This link is no longer valid');

export const TOKEN_PURPOSES = [
  'email-verification',
  'invitation',
  'password-reset',
  'email-change',
  'email-change-undo',
  'ip-authorization',
  'phone-code',
] as const;
export type TokenPurpose = (typeof TOKEN_PURPOSES)[number];

/** A mailed token without its secret: enough for identity to derive it again (`docs/decisions.md` 19). */
export class TokenReference {
  @IsIn(TOKEN_PURPOSES)
  purpose!: TokenPurpose;

  @IsId()
  id!: string;

  /** Raised by each resend, which makes the earlier links invalid. */
  @IsInt()
  @Min(1)
  generation!: number;
}

export class RevealedToken {
  token!: string;
}

/** Asked just before a mail is sent; the answer is never stored. `token.invalid`: the mail has no purpose any more. */
export const revealToken = rpc({
  context: 'identity',
  noun: 'token',
  verb: 'reveal',
  permission: { open: 'service' },
  input: TokenReference,
  output: RevealedToken,
  errors: [tokenInvalid],
  callers: ['notifications'],
});
