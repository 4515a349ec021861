import { IsIn, IsOptional, IsString, Length, Matches, MaxLength } from 'class-validator';
import { seatConsentRequired, seatLimitReached } from '../../billing/seat.contract.js';
import { IsId, Nothing } from '../../core/common.contract.js';
import { rpc } from '../../core/contract.js';
import { errorKind, reauthenticationRequired } from '../../core/errors.js';
import { PROOF_PURPOSES, type ProofPurpose } from '../../core/proof.js';
import { memberInactive } from '../people/member.contract.js';
import { ENTRANCE_ERRORS, SignInAnswer } from '../sessions/session.contract.js';
import { sessionSecondFactorRequired } from '../sign-in/reauthentication.contract.js';
import { tokenInvalid } from '../token.contract.js';
import { SSO_KINDS, ssoConnectionNotFound, type SsoKind } from './sso-connection.contract.js';

/**
 * The provider's answer is not to our question, is not the provider's, was used before, or comes through another
 * browser: all are answered alike. The log says which.
 */
export const ssoRefused = errorKind('sso.refused', 401, 'This sign-in cannot be accepted: start again');
/** `details.reason`: one of {@link NOT_ADMITTED}. */
export const ssoNotAdmitted = errorKind('sso.not-admitted', 403, 'Your identity provider is not enough to come in');
export const ssoUnreachable = errorKind('sso.unreachable', 502, 'The identity provider cannot be reached');

/**
 * Why a person whom the provider knows does not come in: it does not vouch for their address; the address is in no verified
 * domain of the account; they are no member, and the connection makes none; their address belongs to somebody whom the
 * provider knows as another; whoever set the roles that they would get, or the connection itself, could not give them any
 * more; or they are above whoever set up the connection, and have not linked the provider's name for them yet
 * (`link-required`).
 */
export const NOT_ADMITTED = [
  'email-unverified',
  'domain-unverified',
  'not-a-member',
  'linked-otherwise',
  'roles-not-grantable',
  'link-required',
] as const;
export type NotAdmitted = (typeof NOT_ADMITTED)[number];

export class DiscoverSso {
  @IsString()
  @MaxLength(320)
  email!: string;
}

export class SsoChoice {
  accountId!: string;
  connectionId!: string;
  @IsIn(SSO_KINDS)
  kind!: SsoKind;
  name!: string;
  /** Whether this is the only way into that account. */
  enforced!: boolean;
}

export class SsoChoices {
  connections!: SsoChoice[];
}

/** The connections for addresses of this domain. Says nothing about who has an address there (S12). */
export const discoverSso = rpc({
  context: 'identity',
  noun: 'sso',
  verb: 'discover',
  http: {
    method: 'POST',
    path: '/v1/sso/discovery',
    tag: 'Single sign-on',
    summary: 'Find the identity provider of an address',
    idempotencyKey: 'ignored',
  },
  description:
    'Lists the identity providers for addresses of this domain. It says nothing about who has an address there.',
  permission: { open: 'public' },
  limit: 'token',
  input: DiscoverSso,
  output: SsoChoices,
  callers: ['gateway'],
});

const HASH = /^[0-9a-f]{64}$/;

/** SHA-256 of the secret that the gateway has put into the browser as a cookie, in lower-case hex. */
export class BrowserBinding {
  @IsString()
  @Length(64, 64)
  @Matches(HASH)
  bindingHash!: string;
}

/** What an authorization server has sent the browser back with (RFC 6749, 4.1.2; RFC 9207). */
export class AuthorizationResponse extends BrowserBinding {
  @IsString()
  @MaxLength(200)
  state!: string;

  @IsOptional()
  @IsString()
  @MaxLength(4_000)
  code?: string;

  @IsOptional()
  @IsString()
  @MaxLength(1_000)
  iss?: string;

  /** In place of `code`: the provider's reason for refusing. */
  @IsOptional()
  @IsString()
  @MaxLength(500)
  error?: string;
}

export class StartSso extends BrowserBinding {
  @IsId()
  accountId!: string;

  @IsId()
  connectionId!: string;
}

export class SsoAuthorization {
  /** Where the browser has to go next. */
  url!: string;
  expiresAt!: string;
}

/** Begins a sign-in at the provider. */
export const startSso = rpc({
  context: 'identity',
  noun: 'sso',
  verb: 'start',
  description: 'Answers with the address of the identity provider’s page on which the person signs in.',
  permission: { open: 'public' },
  limit: 'token',
  input: StartSso,
  output: SsoAuthorization,
  errors: [ssoConnectionNotFound, ssoUnreachable],
  callers: ['gateway'],
  deadline: 12_000,
});

/** What the provider has sent the browser back with (RFC 6749, 4.1.2; RFC 9207), and to which connection's page. */
export class SsoResponse extends AuthorizationResponse {
  /** The connection, or the third party, in the path of the page. */
  @IsId()
  connectionId!: string;
}

/** Can be tried once, whatever comes of it. A new member takes a seat as everybody does. */
export const finishSso = rpc({
  context: 'identity',
  noun: 'sso',
  verb: 'finish',
  description:
    'Signs in with what the identity provider says of the person, by the answer that their browser brings back. Somebody new becomes a member where the connection makes members.',
  permission: { open: 'public' },
  limit: 'token',
  input: SsoResponse,
  output: SignInAnswer,
  errors: [
    ssoRefused,
    ssoNotAdmitted,
    ssoUnreachable,
    ssoConnectionNotFound,
    seatLimitReached,
    seatConsentRequired,
    tokenInvalid,
    reauthenticationRequired,
    ...ENTRANCE_ERRORS,
  ],
  callers: ['gateway'],
  deadline: 15_000,
});

/** For people who are signed in: to prove again who they are (`renew`), or to sign in by it from now on (`link`). */
export class StartOwnSso extends BrowserBinding {
  @IsId()
  connectionId!: string;

  @IsIn(['renew', 'link'])
  purpose!: 'renew' | 'link';
}

export const startOwnSso = rpc({
  context: 'identity',
  noun: 'sso',
  verb: 'start-own',
  description:
    'Answers with the address of the identity provider’s page, for somebody who is signed in: to prove again who they are, or to link the provider.',
  permission: { open: 'person' },
  input: StartOwnSso,
  output: SsoAuthorization,
  errors: [ssoConnectionNotFound, ssoUnreachable, reauthenticationRequired],
  callers: ['gateway'],
  deadline: 12_000,
});

/**
 * From now on the provider's word for this person is enough for this account, whatever address it knows them by, and
 * whoever set up the connection. So they have shown something of their own in this session, as a proof for `factors`: a
 * provider's word does not vouch for itself, and a stolen session must not bring a way in of its own.
 */
export const linkSso = rpc({
  context: 'identity',
  noun: 'sso',
  verb: 'link',
  description:
    'Links the provider’s name for the person who is signed in: by it they are recognised from then on, whatever address the provider gives.',
  permission: { open: 'person' },
  input: SsoResponse,
  output: Nothing,
  errors: [ssoRefused, ssoNotAdmitted, ssoUnreachable, ssoConnectionNotFound, reauthenticationRequired],
  callers: ['gateway'],
  deadline: 15_000,
  freshProof: 'factors',
});

export class RenewBySso extends SsoResponse {
  /** As of `Reauthenticate`. */
  @IsOptional()
  @IsIn(PROOF_PURPOSES)
  purpose?: ProofPurpose;
}

/**
 * As `reauthenticate` does, but by a new proof at the provider: a new session in place of the old one. Not
 * for people who have a second factor of their own, which no provider can show for them.
 */
export const renewBySso = rpc({
  context: 'identity',
  noun: 'sso',
  verb: 'renew',
  description: 'Proves anew who is signed in by the identity provider’s answer. The session gets a new token.',
  permission: { open: 'person' },
  input: RenewBySso,
  output: SignInAnswer,
  errors: [
    ssoRefused,
    ssoNotAdmitted,
    ssoUnreachable,
    ssoConnectionNotFound,
    sessionSecondFactorRequired,
    memberInactive,
  ],
  callers: ['gateway'],
  deadline: 15_000,
});
