import { IsString, MaxLength } from 'class-validator';
import { rpc } from '../../core/contract.js';
import { userPasswordWeak } from '../onboarding/account.contract.js';
import { challengeInvalid, ENTRANCE_ERRORS, SignInAnswer } from '../sessions/session.contract.js';

export class ChooseNewPassword {
  /** The challenge of the sign-in that waits for this step. */
  @IsString()
  @MaxLength(256)
  challenge!: string;

  /** Another than the one that the person was given. */
  @IsString()
  @MaxLength(256)
  password!: string;
}

/** The step `new-password` of a sign-in: a password of one's own in place of the one that somebody else has chosen. */
export const chooseNewPassword = rpc({
  context: 'identity',
  noun: 'session',
  verb: 'choose-new-password',
  description:
    'Replaces a password that an administrator has chosen by one of the person’s own, and goes on with the sign-in that asked for it.',
  permission: { open: 'public' },
  limit: 'token',
  input: ChooseNewPassword,
  output: SignInAnswer,
  errors: [challengeInvalid, userPasswordWeak, ...ENTRANCE_ERRORS],
  callers: ['gateway'],
  deadline: 8_000,
});
