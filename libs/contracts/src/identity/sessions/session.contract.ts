import { IsBoolean, IsIn, IsOptional, IsString, Length, Matches, MaxLength } from 'class-validator';
import { IsId, Nothing } from '../../core/common.contract.js';
import { event, rpc } from '../../core/contract.js';
import { errorKind, permissionDenied, rateLimited, sessionRequired } from '../../core/errors.js';
import { Account } from '../onboarding/account.contract.js';
import { Member, memberInactive } from '../people/member.contract.js';

/** An unknown address and a wrong password are answered alike, and in the same time (S11). */
export const sessionCredentialsInvalid = errorKind('session.credentials-invalid', 401, 'E-mail or password is wrong');
export const sessionNotFound = errorKind('session.not-found', 404, 'There is no such session');
/** The request names another account (`Roster-Account`) than the one that its session is in by now. */
export const sessionAccountChanged = errorKind(
  'session.account-changed',
  409,
  'This window shows another account than the one you are signed in to',
);
/** Told only to people who know the password. */
export const emailUnverified = errorKind('email.unverified', 403, 'Verify your e-mail address first');

export class CreateSession {
  @IsString()
  @MaxLength(320)
  email!: string;

  @IsString()
  @MaxLength(256)
  password!: string;

  /** Which of the person's accounts; else the one last used, else the oldest. */
  @IsOptional()
  @IsId()
  accountId?: string;
}

export class SessionStarted {
  /** Opaque, shown once. Left out where it travels as a cookie. */
  token!: string;
  sessionId!: string;
  expiresAt!: string;
  account!: Account;
  member!: Member;
  version?: number;
  /**
   * Where the device was not known yet: a secret by which it is from now on, as the header `Roster-Device` of later
   * sign-ins. Strangers who guess at the password elsewhere then cannot keep this one out. Left out where it travels as a
   * cookie.
   */
  deviceToken?: string;
  /** Where this sign-in has set up the person's first second factor: their backup codes, shown once. */
  backupCodes?: string[];
}

/**
 * What is asked next of a person who has proved a part: a second factor; to set one up, where the account wants one and they
 * have none; or a password of their own in place of the one that somebody else has chosen.
 */
export const CHALLENGE_STEPS = ['second-factor', 'enrolment', 'new-password'] as const;
export type ChallengeStep = (typeof CHALLENGE_STEPS)[number];

export const SECOND_FACTORS = ['totp', 'backup-code', 'passkey'] as const;
export type SecondFactor = (typeof SECOND_FACTORS)[number];

/** A sign-in that is not over: `challenge` stands for it in the next step. */
export class SignInChallenge {
  challenge!: string;
  @IsIn(CHALLENGE_STEPS)
  next!: ChallengeStep;
  /** With what the step can be taken. */
  @IsIn(SECOND_FACTORS, { each: true })
  factors!: SecondFactor[];
  expiresAt!: string;
  /** As of `SessionStarted`, where another step is due besides. */
  backupCodes?: string[];
}

/** A session, or the next step: every way to sign in answers with this. */
export class SignInAnswer {
  session?: SessionStarted;
  challenge?: SignInChallenge;
}

/** A challenge that is wrong, used, expired or was never made: all are answered alike. */
export const challengeInvalid = errorKind('challenge.invalid', 401, 'This sign-in is no longer valid: start again');
export const secondFactorInvalid = errorKind('second-factor.invalid', 401, 'The code is wrong');
export const ssoRequired = errorKind('sso.required', 403, 'This account is signed in to through its identity provider');
/** `details.challenge`: for `POST /v1/ip-authorizations`. */
export const ipUnauthorized = errorKind('ip.unauthorized', 403, 'This network address is not authorized yet');

/** The refusals that every way to sign in shares, once it is known who signs in. */
export const ENTRANCE_ERRORS = [memberInactive, ssoRequired, ipUnauthorized, rateLimited] as const;

const session = { context: 'identity', noun: 'session' } as const;

export const createSession = rpc({
  ...session,
  verb: 'create',
  description:
    'Signs in with address and password. It ends in a session, or says what is due next: a second factor, another password, a network address to be authorized.',
  permission: { open: 'public' },
  input: CreateSession,
  output: SignInAnswer,
  errors: [sessionCredentialsInvalid, emailUnverified, ...ENTRANCE_ERRORS],
  callers: ['gateway'],
  deadline: 8_000,
});

export class ResolveSession {
  /** SHA-256 of the token, in lower-case hex: the token itself does not travel on the bus. */
  @IsString()
  @Length(64, 64)
  @Matches(/^[0-9a-f]+$/)
  tokenHash!: string;

  /** A page asks by itself: it is no use of the session, and no activity of its member. Keys of the API know no such thing. */
  @IsOptional()
  @IsBoolean()
  background?: boolean;
}

export class ResolvedSession {
  accountId!: string;
  memberId!: string;
  /** The session's id, or the key's. */
  sessionId!: string;
  kind!: 'session' | 'api-key';
  expiresAt!: string;
  /** Of a session. */
  userId?: string;
  authenticatedAt?: string;
  /** Of a key: see `KeyActor`. */
  makerId?: string;
  permissions?: string[] | null;
  /** Of a key: the only networks, as CIDR, that it may be used from; none listed: from anywhere. */
  networks?: string[];
}

/** Finds the session of a token. `session.required` for a token without one, or whose session is over. */
export const resolveSession = rpc({
  ...session,
  verb: 'resolve',
  permission: { open: 'service' },
  input: ResolveSession,
  output: ResolvedSession,
  errors: [sessionRequired, permissionDenied],
  callers: ['gateway'],
});

export const SIGN_IN_METHODS = ['password', 'totp', 'backup-code', 'passkey', 'sso', 'sso-mfa', 'invitation'] as const;
/** How a person proved who they are. `sso-mfa`: the identity provider vouches for a second factor (RFC 8176). */
export type SignInMethod = (typeof SIGN_IN_METHODS)[number];

export class SessionAccount {
  id!: string;
  name!: string;
}

export class Session {
  id!: string;
  /** The account that it is in. */
  account!: SessionAccount;
  createdAt!: string;
  /** The latest end; a session that is not used ends earlier. */
  expiresAt!: string;
  lastUsedAt!: string;
  /** Whether it is the one that asks. */
  current!: boolean;
  /** The network address that it was begun from. */
  address!: string | null;
  /** The browser and system that it was begun on, where they are known: `Firefox 145 on Linux`. */
  device!: string;
  @IsIn(SIGN_IN_METHODS, { each: true })
  methods!: SignInMethod[];
}

export class SessionList {
  items!: Session[];
  nextCursor!: string | null;
}

export const listSessions = rpc({
  ...session,
  verb: 'list',
  http: { method: 'GET', path: '/v1/sessions', tag: 'Sessions', summary: 'List my sessions' },
  description: 'Lists where the person who asks is signed in, in all their accounts.',
  permission: { open: 'person' },
  input: Nothing,
  output: SessionList,
  callers: ['gateway'],
});

export class EndSession {
  @IsId()
  sessionId!: string;
}

/** Ends one of the sessions of the person who asks. */
export const endSession = rpc({
  ...session,
  verb: 'end',
  description: 'Ends a session of the person who asks: its token and its cookie are refused from then on.',
  permission: { open: 'person' },
  input: EndSession,
  output: Nothing,
  errors: [sessionNotFound],
  callers: ['gateway'],
});

export const endOtherSessions = rpc({
  ...session,
  verb: 'end-others',
  http: {
    method: 'DELETE',
    path: '/v1/sessions',
    tag: 'Sessions',
    summary: 'End all my other sessions',
    endsSessions: true,
  },
  description: 'Signs the person who asks out everywhere but here, in all their accounts.',
  permission: { open: 'person' },
  input: Nothing,
  output: Nothing,
  callers: ['gateway'],
});

export class SessionEnded {
  sessionId!: string;
  tokenHash!: string;
}

/** The gateway's replicas hear it on the plain subject and forget the session at once. */
export const sessionEnded = event({
  ...session,
  past: 'ended',
  version: 1,
  data: SessionEnded,
  consumers: [],
  listeners: ['gateway'],
});
