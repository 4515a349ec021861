import { Type } from 'class-transformer';
import { IsIn, IsObject, IsOptional, IsString, MaxLength, ValidateNested } from 'class-validator';
import { rpc } from '../../core/contract.js';
import { errorKind, rateLimited } from '../../core/errors.js';
import { PROOF_PURPOSES, type ProofPurpose } from '../../core/proof.js';
import { IsSixDigits } from '../credentials/six-digits.contract.js';
import {
  secondFactorInvalid,
  sessionCredentialsInvalid,
  SignInAnswer,
  ssoRequired,
} from '../sessions/session.contract.js';
import { PasskeyAssertion } from './passkey-response.contract.js';
import { passkeyInvalid } from './passkey.contract.js';

/** `details.factors`: with what the person can prove it. */
export const sessionSecondFactorRequired = errorKind(
  'session.second-factor-required',
  401,
  'Prove it by your second factor: the password alone will not do',
);

/** One of password, code and passkey. */
export class Reauthenticate {
  /**
   * The kind of act that the proof is given for, as `details.purpose` of the refusal names it: it is a proof for no other.
   * Left out, it is for the first kind of act that it is used for.
   */
  @IsOptional()
  @IsIn(PROOF_PURPOSES)
  purpose?: ProofPurpose;

  /** The password of a person who has no second factor. */
  @IsOptional()
  @IsString()
  @MaxLength(256)
  password?: string;

  /** The code that an authenticator app shows. */
  @IsOptional()
  @IsSixDigits()
  code?: string;

  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => PasskeyAssertion)
  passkey?: PasskeyAssertion;
}

/**
 * A fresh proof of who the caller is, for acts that need one (S22): answers with a new session, and the one that asked ends. Whoever
 * has a second factor proves it by that. It serves one kind of act, for ten minutes.
 */
export const reauthenticate = rpc({
  context: 'identity',
  noun: 'session',
  verb: 'reauthenticate',
  description:
    'Proves anew who is signed in, by password or second factor, for one purpose. The session gets a new token, by which what wants this proof can be done for ten minutes.',
  permission: { open: 'person' },
  input: Reauthenticate,
  output: SignInAnswer,
  errors: [
    sessionCredentialsInvalid,
    sessionSecondFactorRequired,
    secondFactorInvalid,
    passkeyInvalid,
    ssoRequired,
    rateLimited,
  ],
  callers: ['gateway'],
  deadline: 8_000,
  unknownMembers: 'ignored',
});
