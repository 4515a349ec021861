import { Nothing } from '../../core/common.contract.js';
import { rpc } from '../../core/contract.js';
import { errorKind, rateLimited, reauthenticationRequired } from '../../core/errors.js';
import { secondFactorInvalid } from '../sessions/session.contract.js';
import { secondFactorRequired } from './second-factor.contract.js';
import { IsSixDigits } from './six-digits.contract.js';

export const totpNotFound = errorKind('totp.not-found', 404, 'No authenticator app is set up');
/** Never begun, or more than ten minutes ago. */
export const totpNotStarted = errorKind('totp.not-started', 409, 'Begin to set up the authenticator app first');

/** What an authenticator app needs to know (RFC 6238). Shown once, and of no effect until a code has confirmed it. */
export class TotpSetup {
  /** In base32, to type in. */
  secret!: string;
  /** `otpauth://totp/…` */
  uri!: string;
  /** The same as a picture: `data:image/svg+xml;…`. */
  qrCode!: string;
  expiresAt!: string;
}

export class TotpCode {
  @IsSixDigits()
  code!: string;
}

/** What setting up a factor answers with. */
export class BackupCodesMade {
  /** Shown once, with the first factor; null where the person has some already. */
  backupCodes!: string[] | null;
}

const totp = { context: 'identity', noun: 'totp', permission: { open: 'person' }, callers: ['gateway'] } as const;

/** Like all that changes what a person signs in with, it wants a proof for `factors`; a sign-in is not enough. */
export const startTotp = rpc({
  ...totp,
  verb: 'start',
  http: {
    method: 'POST',
    path: '/v1/me/totp',
    tag: 'Second factors',
    summary: 'Begin to set up an authenticator app',
    idempotencyKey: 'ignored',
  },
  description:
    'Makes the secret that an authenticator app is set up with. Nothing is asked for at sign-ins before the app’s first code has been confirmed.',
  input: Nothing,
  output: TotpSetup,
  errors: [reauthenticationRequired],
  freshProof: 'factors',
});

/** Another app takes the place of the one in use. */
export const confirmTotp = rpc({
  ...totp,
  verb: 'confirm',
  http: {
    method: 'POST',
    path: '/v1/me/totp/confirm',
    tag: 'Second factors',
    summary: 'Confirm the authenticator app with its code',
    idempotencyKey: 'ignored',
  },
  description:
    'Turns the authenticator app on by its first code. An app that was in use before is replaced, and a mail tells the person.',
  input: TotpCode,
  output: BackupCodesMade,
  errors: [reauthenticationRequired, totpNotStarted, secondFactorInvalid, rateLimited],
  freshProof: 'factors',
});

export const removeTotp = rpc({
  ...totp,
  verb: 'remove',
  http: { method: 'DELETE', path: '/v1/me/totp', tag: 'Second factors', summary: 'Remove the authenticator app' },
  description:
    'Removes the authenticator app of the person who asks. Its codes are no second factor any more, and a mail tells the person.',
  input: Nothing,
  output: Nothing,
  errors: [reauthenticationRequired, totpNotFound, secondFactorRequired],
  freshProof: 'factors',
});
