import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { TokenInput } from '../../core/common.contract.js';
import { rpc } from '../../core/contract.js';
import { errorKind, permissionDenied, reauthenticationRequired } from '../../core/errors.js';
import { IsPersonName } from '../people/user.contract.js';
import { ENTRANCE_ERRORS, sessionCredentialsInvalid, SignInAnswer } from '../sessions/session.contract.js';
import { tokenInvalid } from '../token.contract.js';
import { userPasswordWeak } from './account.contract.js';

/** A session of another person stands in the way of accepting (S40). */
export const invitationForeign = errorKind('invitation.foreign', 403, 'This invitation is for somebody else');

const invitation = { context: 'identity', noun: 'invitation' } as const;

export class InvitationLookup {
  accountName!: string;
  email!: string;
  /** `existing`: the address has a user, who proves the password that they have. */
  @IsIn(['new', 'existing'])
  needsPassword!: 'new' | 'existing';
  expiresAt!: string;
}

/** Refuses what an acceptance of it would be refused for: `permission.denied` while the account is suspended. */
export const lookupInvitation = rpc({
  ...invitation,
  verb: 'lookup',
  http: {
    method: 'POST',
    path: '/v1/invitations/lookup',
    tag: 'Invitations',
    summary: 'Look up an invitation by its link',
    idempotencyKey: 'ignored',
  },
  description:
    'Says for which account and address an invitation is, and whether a password has to be chosen. It is refused whenever accepting it would be refused too.',
  permission: { open: 'public' },
  limit: 'token',
  input: TokenInput,
  output: InvitationLookup,
  errors: [tokenInvalid, permissionDenied],
  callers: ['gateway'],
});

export class AcceptInvitation extends TokenInput {
  /** A user who exists already keeps their name. */
  @IsOptional()
  @IsPersonName()
  firstName?: string;

  @IsOptional()
  @IsPersonName()
  lastName?: string;

  /** New for a new user, the present one for a user who exists; left out with a session of the same address. */
  @IsOptional()
  @IsString()
  @MaxLength(256)
  password?: string;
}

/** Answers as a sign-in does: the new member is signed in. */
export const acceptInvitation = rpc({
  ...invitation,
  verb: 'accept',
  description:
    'Makes the invited person a member and signs them in. Somebody new chooses a password; somebody who has one already proves it, or comes with a session. The same link again is a sign-in.',
  permission: { open: 'public' },
  limit: 'token',
  input: AcceptInvitation,
  output: SignInAnswer,
  errors: [
    tokenInvalid,
    permissionDenied,
    userPasswordWeak,
    sessionCredentialsInvalid,
    reauthenticationRequired,
    invitationForeign,
    ...ENTRANCE_ERRORS,
  ],
  callers: ['gateway'],
  deadline: 8_000,
});
