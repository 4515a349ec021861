import type { ResolvedSession, SecondFactor, Session, SignInMethod } from '@roster/contracts';
import type { AccountEntity } from '../../people/accounts/account.entity.js';
import { HOUR } from '../../core/calls/rate.js';
import type { SessionsConfig } from './sessions.config.js';
import { deviceOf } from '../../core/device.js';
import type { SessionEntity } from './session.entity.js';

const MINUTE = 60_000;

/** How long an account lets sessions last, in milliseconds: since the last proof, and without use. */
export interface Limits {
  readonly absolute: number;
  readonly idle: number;
}

/** The account's own limits, or else the service's. */
export const limitsOf = (
  { sessionHours, idleMinutes }: Pick<AccountEntity, 'sessionHours' | 'idleMinutes'>,
  { SESSION_HOURS, SESSION_IDLE_MINUTES }: SessionsConfig,
): Limits => ({
  absolute: (sessionHours ?? SESSION_HOURS) * HOUR,
  idle: (idleMinutes ?? SESSION_IDLE_MINUTES) * MINUTE,
});

/** The latest end of a session. A new proof moves it. */
export const endOf = ({ authenticatedAt }: Pick<SessionEntity, 'authenticatedAt'>, { absolute }: Limits): Date =>
  new Date(authenticatedAt.getTime() + absolute);

type Term = Pick<SessionEntity, 'endedAt' | 'expiresAt' | 'authenticatedAt' | 'usedAt'>;

/**
 * Whether the session is still open (S31), by the limits of today. A shorter limit applies to open sessions too; a
 * longer one only to new sessions. Use is recorded once a minute, so an idle session may end a minute early.
 */
export const isOpen = (session: Term, limits: Limits, now: Date): boolean =>
  !session.endedAt &&
  session.expiresAt > now &&
  endOf(session, limits) > now &&
  session.usedAt.getTime() + limits.idle > now.getTime();

/** Whether the session's use should be recorded again: once a minute, not at every request. */
export const isUseStale = ({ usedAt }: Pick<SessionEntity, 'usedAt'>, now: Date): boolean =>
  now.getTime() - usedAt.getTime() >= MINUTE;

const SECOND: readonly SignInMethod[] = ['totp', 'backup-code', 'passkey', 'sso-mfa'];

export const isSecond = (method: SignInMethod): boolean => SECOND.includes(method);

/** Whether these methods prove who somebody is. People with a second factor have to show it (S22). */
export const isProof = (methods: readonly SignInMethod[], factors: readonly SecondFactor[]): boolean =>
  factors.length > 0 ? methods.some(isSecond) : methods.length > 0;

/** The methods that count in another account. An identity provider vouches for people in its own account only (S66). */
export const carriedOver = (methods: readonly SignInMethod[]): SignInMethod[] =>
  methods.filter((method) => method !== 'sso' && method !== 'sso-mfa');

/** Whether the person has shown something themselves, rather than a provider vouching for them. */
export const isOwnProof = (method: SignInMethod): boolean =>
  ['password', 'totp', 'backup-code', 'passkey'].includes(method);

/** Whether a sign-in can begin with it. All other methods come after one of these. */
export const isPrimary = (method: SignInMethod): boolean => ['password', 'passkey', 'sso'].includes(method);

export const toSession = (session: SessionEntity, accountName: string, currentId: string | undefined): Session => ({
  id: session.id,
  account: { id: session.accountId, name: accountName },
  createdAt: session.createdAt.toISOString(),
  expiresAt: session.expiresAt.toISOString(),
  lastUsedAt: session.usedAt.toISOString(),
  current: session.id === currentId,
  address: session.address,
  device: deviceOf(session.userAgent),
  methods: session.methods,
});

export const toResolved = (session: SessionEntity): ResolvedSession => ({
  accountId: session.accountId,
  memberId: session.memberId,
  userId: session.userId,
  sessionId: session.id,
  kind: 'session',
  authenticatedAt: session.authenticatedAt.toISOString(),
  expiresAt: session.expiresAt.toISOString(),
});
