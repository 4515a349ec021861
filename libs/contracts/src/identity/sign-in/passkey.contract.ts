import { Type } from 'class-transformer';
import { IsDefined, IsObject, IsOptional, IsString, MaxLength, ValidateNested } from 'class-validator';
import { IsId, Nothing } from '../../core/common.contract.js';
import { rpc } from '../../core/contract.js';
import { IsName } from '../../core/name.js';
import { errorKind, reauthenticationRequired } from '../../core/errors.js';
import { secondFactorRequired } from '../credentials/second-factor.contract.js';
import { ENTRANCE_ERRORS, SignInAnswer } from '../sessions/session.contract.js';
import { PasskeyCreationOptions, PasskeyRequestOptions } from './passkey-options.contract.js';
import { PasskeyAssertion, PasskeyAttestation } from './passkey-response.contract.js';

/** A passkey that is unknown, somebody else's, for another site, used before or too late: all are answered alike. */
export const passkeyInvalid = errorKind('passkey.invalid', 401, 'The passkey was not accepted: try again');
export const passkeyRejected = errorKind('passkey.rejected', 422, 'The passkey could not be added: begin again');
export const passkeyNotFound = errorKind('passkey.not-found', 404, 'There is no such passkey');
export const passkeyLimitReached = errorKind('passkey.limit-reached', 409, 'You have as many passkeys as one can have');

/** Passkeys that one person can have. */
export const MOST_PASSKEYS = 20;

const Name = () => IsName(60);

export class Passkey {
  id!: string;
  /** The name that the person gave it. */
  name!: string;
  createdAt!: string;
  lastUsedAt!: string | null;
  /** Whether it is kept in several places, such as a person's cloud (WebAuthn's backup state). */
  synced!: boolean;
}

export class PasskeyStarted {
  options!: PasskeyCreationOptions;
}

export class AddPasskey {
  @Name()
  name!: string;

  @IsDefined()
  @IsObject()
  @ValidateNested()
  @Type(() => PasskeyAttestation)
  response!: PasskeyAttestation;
}

export class PasskeyAdded {
  passkey!: Passkey;
  /** Shown once, with the first factor; null where the person has some already. */
  backupCodes!: string[] | null;
}

export class RenamePasskey {
  @IsId()
  passkeyId!: string;

  @Name()
  name!: string;
}

export class RemovePasskey {
  @IsId()
  passkeyId!: string;
}

const passkey = {
  context: 'identity',
  noun: 'passkey',
  permission: { open: 'person' },
  callers: ['gateway'],
} as const;

/** Like all that changes what a person signs in with, it wants a proof for `factors`; a sign-in is not enough. */
export const startPasskey = rpc({
  ...passkey,
  verb: 'start',
  http: {
    method: 'POST',
    path: '/v1/me/passkeys/options',
    tag: 'Second factors',
    summary: 'Begin to add a passkey',
    idempotencyKey: 'ignored',
  },
  description: 'Answers with what the browser needs to make a passkey. Nothing is kept before the passkey is added.',
  input: Nothing,
  output: PasskeyStarted,
  errors: [reauthenticationRequired, passkeyLimitReached],
  freshProof: 'factors',
});

/** Browsers may say more of a credential than they do today. */
export const addPasskey = rpc({
  ...passkey,
  verb: 'add',
  http: {
    method: 'POST',
    path: '/v1/me/passkeys',
    tag: 'Second factors',
    summary: 'Add the passkey that the browser has made',
    status: 201,
    idempotencyKey: 'ignored',
  },
  description:
    'Keeps the passkey that the browser has made. From then on it signs in, alone or as a second factor, and a mail tells the person.',
  input: AddPasskey,
  output: PasskeyAdded,
  errors: [reauthenticationRequired, passkeyRejected, passkeyLimitReached],
  freshProof: 'factors',
  unknownMembers: 'ignored',
});

export const renamePasskey = rpc({
  ...passkey,
  verb: 'rename',
  http: { method: 'PATCH', path: '/v1/me/passkeys/:passkeyId', tag: 'Second factors', summary: 'Rename a passkey' },
  description: 'Gives a passkey another name, by which its owner tells it from others.',
  input: RenamePasskey,
  output: Passkey,
  errors: [passkeyNotFound],
});

export const removePasskey = rpc({
  ...passkey,
  verb: 'remove',
  http: { method: 'DELETE', path: '/v1/me/passkeys/:passkeyId', tag: 'Second factors', summary: 'Remove a passkey' },
  description: 'Removes a passkey: it signs nobody in any more, and a mail tells the person.',
  input: RemovePasskey,
  output: Nothing,
  errors: [reauthenticationRequired, passkeyNotFound, secondFactorRequired],
  freshProof: 'factors',
});

export class PasskeyOffer {
  /** Left out: the browser asks the person which passkey it shall be. */
  @IsOptional()
  @IsString()
  @MaxLength(320)
  email?: string;
}

export class PasskeyOffered {
  options!: PasskeyRequestOptions;
}

/** An address without a passkey, or without a user, is answered as one with a passkey (S12). */
export const offerPasskey = rpc({
  ...passkey,
  verb: 'offer',
  http: {
    method: 'POST',
    path: '/v1/sessions/passkey-options',
    tag: 'Sessions',
    summary: 'Begin to sign in with a passkey',
    idempotencyKey: 'ignored',
  },
  description:
    'Answers with what the browser needs to sign in with a passkey. An address without one is answered alike.',
  permission: { open: 'public' },
  limit: 'token',
  input: PasskeyOffer,
  output: PasskeyOffered,
});

export class SignInByPasskey {
  @IsDefined()
  @IsObject()
  @ValidateNested()
  @Type(() => PasskeyAssertion)
  response!: PasskeyAssertion;

  /** Which of the person's accounts; else the one last used, else the oldest. */
  @IsOptional()
  @IsId()
  accountId?: string;
}

/** A passkey shows two factors at once: that the person holds the device, and that the device has recognised them. */
export const signInByPasskey = rpc({
  ...passkey,
  verb: 'sign-in',
  description:
    'Signs in with the browser’s answer. The passkey counts as both factors; the account’s other rules are asked for in further steps.',
  permission: { open: 'public' },
  limit: 'token',
  input: SignInByPasskey,
  output: SignInAnswer,
  errors: [passkeyInvalid, ...ENTRANCE_ERRORS],
  unknownMembers: 'ignored',
});

export const offerOwnPasskeys = rpc({
  ...passkey,
  verb: 'offer-own',
  http: {
    method: 'POST',
    path: '/v1/sessions/reauthentication/passkey-options',
    tag: 'Sessions',
    summary: 'Get my passkeys to prove again who I am',
    idempotencyKey: 'ignored',
  },
  description:
    'Answers with what the browser needs so that somebody who is signed in proves by a passkey that it is they.',
  input: Nothing,
  output: PasskeyOffered,
  errors: [passkeyNotFound],
});
