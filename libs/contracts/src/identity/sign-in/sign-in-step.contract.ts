import { Type } from 'class-transformer';
import { IsObject, IsOptional, IsString, MaxLength, ValidateNested } from 'class-validator';
import { rpc } from '../../core/contract.js';

import { passkeyInvalid, PasskeyOffered } from './passkey.contract.js';
import { PasskeyAssertion } from './passkey-response.contract.js';
import { challengeInvalid, ENTRANCE_ERRORS, secondFactorInvalid, SignInAnswer } from '../sessions/session.contract.js';
import { IsSixDigits } from '../credentials/six-digits.contract.js';
import { TotpSetup } from '../credentials/totp.contract.js';

export class StepInput {
  /** Of the sign-in's answer. */
  @IsString()
  @MaxLength(200)
  challenge!: string;
}

/** One of the three. */
export class TakeSecondFactor extends StepInput {
  /** The code that an authenticator app shows. */
  @IsOptional()
  @IsSixDigits()
  code?: string;

  @IsOptional()
  @IsString()
  @MaxLength(40)
  backupCode?: string;

  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => PasskeyAssertion)
  passkey?: PasskeyAssertion;
}

export class FinishEnrolment extends StepInput {
  @IsSixDigits()
  code!: string;
}

const step = {
  context: 'identity',
  noun: 'sign-in',
  permission: { open: 'public' },
  limit: 'token',
  callers: ['gateway'],
} as const;

/**
 * The step after the password, for people with a second factor. After ten wrong answers the sign-in is over
 * (`challenge.invalid`), and codes of the app are refused for a while whatever sign-in they belong to (`rate.limited`).
 */
export const takeSecondFactor = rpc({
  ...step,
  verb: 'take-second-factor',
  description:
    'Goes on with a sign-in by the code of an authenticator app, a backup code or a passkey. It ends in a session, or says what is due next.',
  input: TakeSecondFactor,
  output: SignInAnswer,
  errors: [challengeInvalid, secondFactorInvalid, passkeyInvalid, ...ENTRANCE_ERRORS],
  unknownMembers: 'ignored',
});

export const offerPasskeysForStep = rpc({
  ...step,
  verb: 'offer-passkeys',
  http: {
    method: 'POST',
    path: '/v1/sessions/second-factor/passkey-options',
    tag: 'Sessions',
    summary: 'Get the passkeys that can be my second factor',
    idempotencyKey: 'ignored',
  },
  description:
    'Answers with what the browser needs so that a passkey is the second factor of a sign-in that has begun.',
  input: StepInput,
  output: PasskeyOffered,
  errors: [challengeInvalid],
});

/** For who has no second factor, where the account insists on one. Asked again, it answers with another secret. */
export const startEnrolment = rpc({
  ...step,
  verb: 'start-enrolment',
  http: {
    method: 'POST',
    path: '/v1/sessions/enrolment',
    tag: 'Sessions',
    summary: 'Begin to set up the second factor that an account requires',
    idempotencyKey: 'ignored',
  },
  description:
    'Makes the secret of an authenticator app for somebody who signs in to an account that insists on a second factor, and has none. Asked again, it answers with another secret.',
  input: StepInput,
  output: TotpSetup,
  errors: [challengeInvalid],
});

/** The answer has the person’s backup codes, as that of `confirmTotp` has. */
export const finishEnrolment = rpc({
  ...step,
  verb: 'finish-enrolment',
  description: 'Confirms the new authenticator app by its code, and goes on with the sign-in that needed it.',
  input: FinishEnrolment,
  output: SignInAnswer,
  errors: [challengeInvalid, secondFactorInvalid, ...ENTRANCE_ERRORS],
});
