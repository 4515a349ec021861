import { IsString, MaxLength } from 'class-validator';
import { Nothing, TokenInput } from '../../core/common.contract.js';
import { event, rpc } from '../../core/contract.js';
import { rateLimited } from '../../core/errors.js';
import { userPasswordWeak } from '../onboarding/account.contract.js';
import { sessionCredentialsInvalid } from '../sessions/session.contract.js';
import { tokenInvalid } from '../token.contract.js';

export class ChangePassword {
  @IsString()
  @MaxLength(256)
  currentPassword!: string;

  /**
   * At least 15 characters, or 8 where all the person's accounts require a second factor; none of those that are tried
   * first, and without the name of an account or the e-mail address in it. No other rule.
   */
  @IsString()
  @MaxLength(256)
  password!: string;
}

/** Ends the person's other sessions, in all their accounts. */
export const changePassword = rpc({
  context: 'identity',
  noun: 'password',
  verb: 'change',
  http: { method: 'PUT', path: '/v1/me/password', tag: 'Passwords', summary: 'Change my password', endsSessions: true },
  description:
    'Replaces the password of the person who asks, who names the present one. Their other sessions end, in all their accounts, and a mail tells them.',
  permission: { open: 'person' },
  input: ChangePassword,
  output: Nothing,
  errors: [sessionCredentialsInvalid, userPasswordWeak, rateLimited],
  callers: ['gateway'],
  deadline: 8_000,
});

export class RequestPasswordReset {
  @IsString()
  @MaxLength(320)
  email!: string;
}

const reset = { context: 'identity', noun: 'password-reset' } as const;

/** One answer whoever has the address, after the same work: whether it has a user is looked up later (S12). */
export const requestPasswordReset = rpc({
  ...reset,
  verb: 'request',
  http: {
    method: 'POST',
    path: '/v1/password-resets',
    tag: 'Passwords',
    summary: 'Request a mail for setting a new password',
    status: 202,
    idempotencyKey: 'ignored',
  },
  description:
    'Mails a link for setting a new password, where the address belongs to anybody. The answer is the same whoever has it.',
  permission: { open: 'public' },
  limit: 'token',
  input: RequestPasswordReset,
  output: Nothing,
  callers: ['gateway'],
});

export class ResetPassword extends TokenInput {
  @IsString()
  @MaxLength(256)
  password!: string;
}

/**
 * Ends all sessions of the person and begins none: they sign in as always, with their second factor (S20). Only where the
 * user was made by a form, and the link is the first thing to show that the address is theirs, do the factors go that were
 * set up before.
 */
export const resetPassword = rpc({
  ...reset,
  verb: 'complete',
  http: {
    method: 'PUT',
    path: '/v1/password-resets',
    tag: 'Passwords',
    summary: 'Set a new password with the mailed link',
    endsSessions: true,
    idempotencyKey: 'ignored',
  },
  description:
    'Sets a new password by a mailed link and ends all sessions of the person, who then signs in as always, with their second factor.',
  permission: { open: 'public' },
  limit: 'token',
  input: ResetPassword,
  output: Nothing,
  errors: [tokenInvalid, userPasswordWeak],
  callers: ['gateway'],
  deadline: 8_000,
});

export class PasswordResetRequested {
  /** Normalised. There may be no user with this address. */
  email!: string;
  /** From where it was asked. */
  address!: string | null;
  userAgent?: string | null;
}

export const passwordResetRequested = event({
  ...reset,
  past: 'requested',
  version: 1,
  data: PasswordResetRequested,
  consumers: ['identity'],
});
