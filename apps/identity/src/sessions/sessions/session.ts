import type { ResolvedSession, SecondFactor, Session, SignInMethod } from '@roster/contracts';
import Bowser from 'bowser';
import type { AccountEntity } from '../../people/accounts/account.entity.js';
import { HOUR } from '../../core/calls/rate.js';
import type { IdentityConfig } from '../../core/config.js';
import type { SessionEntity } from './session.entity.js';

const MINUTE = 60_000;

/** For how long an account lets sessions last, in milliseconds: since the last proof, and without use. */
export interface Limits {
  readonly absolute: number;
  readonly idle: number;
}

type Configured = Pick<IdentityConfig, 'SESSION_HOURS' | 'SESSION_IDLE_MINUTES'>;

/** The account's own, else those of the service. */
export const limitsOf = (
  { sessionHours, idleMinutes }: Pick<AccountEntity, 'sessionHours' | 'idleMinutes'>,
  { SESSION_HOURS, SESSION_IDLE_MINUTES }: Configured,
): Limits => ({
  absolute: (sessionHours ?? SESSION_HOURS) * HOUR,
  idle: (idleMinutes ?? SESSION_IDLE_MINUTES) * MINUTE,
});

/** When a session ends at the latest: whoever proves again who he is begins anew. */
export const endOf = ({ authenticatedAt }: Pick<SessionEntity, 'authenticatedAt'>, { absolute }: Limits): Date =>
  new Date(authenticatedAt.getTime() + absolute);

type Term = Pick<SessionEntity, 'endedAt' | 'expiresAt' | 'authenticatedAt' | 'usedAt'>;

/**
 * Whether it is still good (S31), by the limits of today: a limit that is made shorter holds for the sessions that there
 * are, one that is made longer for new ones. Use is written down once a minute, so an idle one may end a minute early.
 */
export const isOpen = (session: Term, limits: Limits, now: Date): boolean =>
  !session.endedAt &&
  session.expiresAt > now &&
  endOf(session, limits) > now &&
  session.usedAt.getTime() + limits.idle > now.getTime();

/** Whether its use is worth writing down again: once a minute, not at each request. */
export const isUseStale = ({ usedAt }: Pick<SessionEntity, 'usedAt'>, now: Date): boolean =>
  now.getTime() - usedAt.getTime() >= MINUTE;

const SECOND: readonly SignInMethod[] = ['totp', 'backup-code', 'passkey', 'sso-mfa'];

export const isSecond = (method: SignInMethod): boolean => SECOND.includes(method);

/** Whether this is a proof of who somebody is: who has a second factor proves it by that (S22). */
export const isProof = (methods: readonly SignInMethod[], factors: readonly SecondFactor[]): boolean =>
  factors.length > 0 ? methods.some(isSecond) : methods.length > 0;

/** An identity provider vouches for people towards its own account: elsewhere its word counts for nothing (S66). */
export const carriedOver = (methods: readonly SignInMethod[]): SignInMethod[] =>
  methods.filter((method) => method !== 'sso' && method !== 'sso-mfa');

/** What they have shown of themselves, and nobody has said for them. */
export const isOwnProof = (method: SignInMethod): boolean =>
  ['password', 'totp', 'backup-code', 'passkey'].includes(method);

/** Whether he can begin with it; all others come on top. */
export const isPrimary = (method: SignInMethod): boolean => ['password', 'passkey', 'sso'].includes(method);

/** What people call the thing that a session was begun on: browser and system, else the program's own name. */
export function deviceOf(userAgent: string | null): string {
  if (!userAgent) return '';
  const { browser, os } = Bowser.parse(userAgent);
  const program = browser.name || (userAgent.split(/[\s/(]/, 1)[0] ?? '');
  const version = browser.version?.split('.', 1)[0];
  const system = os.name && [os.name, os.versionName].filter(Boolean).join(' ');
  return [program, version, system && `on ${system}`].filter(Boolean).join(' ');
}

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
