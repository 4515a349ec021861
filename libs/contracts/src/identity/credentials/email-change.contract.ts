import { IsOptional, IsString, MaxLength } from 'class-validator';
import { Nothing, TokenInput } from '../../core/common.contract.js';
import { rpc } from '../../core/contract.js';
import { errorKind, reauthenticationRequired } from '../../core/errors.js';
import { sessionCredentialsInvalid } from '../sessions/session.contract.js';
import { tokenInvalid } from '../token.contract.js';

/** Told only to people who have shown that the address is theirs. */
export const emailTaken = errorKind('email.taken', 409, 'This e-mail address is in use already');

export class ChangeEmail {
  @IsString()
  @MaxLength(320)
  email!: string;

  /** Not needed, since there is a proof for this; where it is given, it must be right. */
  @IsOptional()
  @IsString()
  @MaxLength(256)
  password?: string;
}

const change = { context: 'identity', noun: 'email-change', callers: ['gateway'] } as const;

/**
 * Mails a link to the new address, which confirms it, and word of it to the present one, which holds until then. A later
 * request takes the place of an earlier one. One answer whoever has the new address (S12). Whoever has the address can
 * have the password: so it wants a proof that was asked for this, and no sign-in is one. The address is a part of the
 * profile, so it takes the permission for that (ID-39, ID-43).
 */
export const requestEmailChange = rpc({
  ...change,
  verb: 'request',
  http: {
    method: 'POST',
    path: '/v1/me/email',
    tag: 'Me',
    summary: 'Request a change of my e-mail address',
    status: 202,
  },
  description:
    'Mails a link to the new address. Until somebody presses its button the present address stays, and gets word of the request. A later request replaces an earlier one.',
  permission: 'self:edit',
  input: ChangeEmail,
  output: Nothing,
  errors: [sessionCredentialsInvalid, reauthenticationRequired],
  freshProof: 'email',
  limit: 'mail',
  deadline: 8_000,
});

/** The person has the new address from here on, in all their accounts; the old one is mailed a link that undoes it. */
export const confirmEmailChange = rpc({
  ...change,
  verb: 'confirm',
  http: {
    method: 'POST',
    path: '/v1/email-changes/confirm',
    tag: 'Me',
    summary: 'Confirm a new e-mail address with the mailed link',
    idempotencyKey: 'ignored',
  },
  description:
    'Makes the new address the one that the person signs in with, in all their accounts. The old address is mailed a link that undoes it.',
  permission: { open: 'public' },
  limit: 'token',
  input: TokenInput,
  output: Nothing,
  errors: [tokenInvalid, emailTaken],
});

/**
 * Gives the old address back, whatever has become of it since, and ends all sessions of the person. A password, second
 * factors and connections that were set up since are not taken for the person's: they go.
 */
export const undoEmailChange = rpc({
  ...change,
  verb: 'undo',
  http: {
    method: 'POST',
    path: '/v1/email-changes/undo',
    tag: 'Me',
    summary: 'Undo a change of e-mail address with the mailed link',
    endsSessions: true,
    idempotencyKey: 'ignored',
  },
  description:
    'Gives the person their old address back and ends all their sessions. Passwords, second factors and connections that were set up since the change are removed.',
  permission: { open: 'public' },
  limit: 'token',
  input: TokenInput,
  output: Nothing,
  errors: [tokenInvalid, emailTaken],
});
