import { IsString, MaxLength } from 'class-validator';
import { Nothing, TokenInput } from '../../core/common.contract.js';
import { event, rpc } from '../../core/contract.js';
import type { MailOrigin } from '../mail.contract.js';
import { tokenInvalid } from '../token.contract.js';

/** The version at which access has applied a write; absent where access did not answer and the event brings it later. */
export class Versioned {
  version?: number;
}

const emailVerification = { context: 'identity', noun: 'email-verification' } as const;

export const verifyEmail = rpc({
  ...emailVerification,
  verb: 'confirm',
  http: {
    method: 'POST',
    path: '/v1/email-verifications',
    tag: 'Accounts',
    summary: 'Verify an e-mail address',
    status: 204,
  },
  description: 'Confirms by a mailed link that the address belongs to who signed up, and opens their account.',
  permission: { open: 'public' },
  limit: 'token',
  input: TokenInput,
  output: Versioned,
  errors: [tokenInvalid],
  callers: ['gateway'],
  deadline: 5_000,
});

export class ResendVerification {
  @IsString()
  @MaxLength(320)
  email!: string;
}

export const resendVerification = rpc({
  ...emailVerification,
  verb: 'resend',
  http: {
    method: 'POST',
    path: '/v1/email-verifications/resend',
    tag: 'Accounts',
    summary: 'Mail the link again that verifies an address',
    status: 202,
    idempotencyKey: 'ignored',
  },
  description:
    'Mails the link of an open sign-up again; earlier links stop working. The answer does not tell whether there is one.',
  permission: { open: 'public' },
  limit: 'token',
  input: ResendVerification,
  output: Nothing,
  errors: [],
  callers: ['gateway'],
  deadline: 5_000,
});

/** A link was asked for again, for an address that may have no open sign-up. */
export class VerificationResendRequested {
  /** Normalised. */
  email!: string;
  /** From where it was asked, and with what. */
  address?: string | null;
  userAgent?: string | null;
}

export const verificationResendRequested = event({
  ...emailVerification,
  past: 'resend-requested',
  version: 1,
  data: VerificationResendRequested,
  consumers: ['identity'],
});

/** The address of a new account's owner wants proving. */
export class EmailVerificationRequested {
  verification!: { id: string; generation: number; expiresAt: string };
  accountId!: string;
  accountName!: string;
  email!: string;
  firstName!: string;
  /** When and from where it was asked for. Missing in events from before mails said it. */
  origin?: MailOrigin;
}

export const emailVerificationRequested = event({
  ...emailVerification,
  past: 'requested',
  version: 1,
  data: EmailVerificationRequested,
  consumers: ['identity', 'notifications'],
});
