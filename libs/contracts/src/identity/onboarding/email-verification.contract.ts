import { TokenInput } from '../../core/common.contract.js';
import { event, rpc } from '../../core/contract.js';
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
  permission: { open: 'public' },
  limit: 'token',
  input: TokenInput,
  output: Versioned,
  errors: [tokenInvalid],
  callers: ['gateway'],
  deadline: 5_000,
});

/** The address of a new account's owner wants proving. */
export class EmailVerificationRequested {
  verification!: { id: string; generation: number; expiresAt: string };
  accountId!: string;
  accountName!: string;
  email!: string;
  firstName!: string;
}

export const emailVerificationRequested = event({
  ...emailVerification,
  past: 'requested',
  version: 1,
  data: EmailVerificationRequested,
  consumers: ['notifications'],
});
