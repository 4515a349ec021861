import { IsOptional, IsString, Length, Matches, MaxLength } from 'class-validator';
import { IsId, Nothing } from '../core/common.contract.js';
import { event, rpc } from '../core/contract.js';
import { errorKind, sessionRequired } from '../core/errors.js';
import { Account } from './account.contract.js';
import { Member, memberInactive } from './member.contract.js';

/** Unknown address or wrong password: alike, in time too (S11). */
export const sessionCredentialsInvalid = errorKind('session.credentials-invalid', 401, 'E-mail or password is wrong');
export const sessionNotFound = errorKind('session.not-found', 404, 'There is no such session');
/** Told only to who knows the password. */
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
}

const session = { context: 'identity', noun: 'session' } as const;

export const createSession = rpc({
  ...session,
  verb: 'create',
  permission: { open: 'public' },
  input: CreateSession,
  output: SessionStarted,
  errors: [sessionCredentialsInvalid, memberInactive, emailUnverified],
  callers: ['gateway'],
  deadline: 8_000,
});

export class ResolveSession {
  /** SHA-256 of the token, in lower-case hex: the token itself does not travel on the bus. */
  @IsString()
  @Length(64, 64)
  @Matches(/^[0-9a-f]+$/)
  tokenHash!: string;
}

export class ResolvedSession {
  accountId!: string;
  memberId!: string;
  userId!: string;
  sessionId!: string;
  kind!: 'session';
  authenticatedAt!: string;
  expiresAt!: string;
}

/** Whose token is this? `session.required`: nobody's, or no longer. */
export const resolveSession = rpc({
  ...session,
  verb: 'resolve',
  permission: { open: 'service' },
  input: ResolveSession,
  output: ResolvedSession,
  errors: [sessionRequired],
  callers: ['gateway'],
});

export class Session {
  id!: string;
  createdAt!: string;
  expiresAt!: string;
  /** Whether it is the one that asks. */
  current!: boolean;
}

export class SessionList {
  items!: Session[];
  nextCursor!: string | null;
}

/** The sessions of the person who asks, in this account. */
export const listSessions = rpc({
  ...session,
  verb: 'list',
  permission: { open: 'self' },
  input: Nothing,
  output: SessionList,
  callers: ['gateway'],
});

export class EndSession {
  @IsId()
  sessionId!: string;
}

/** Ends one of the asker's own sessions. */
export const endSession = rpc({
  ...session,
  verb: 'end',
  permission: { open: 'self' },
  input: EndSession,
  output: Nothing,
  errors: [sessionNotFound],
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
