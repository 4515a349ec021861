import type { ResolvedSession, Session } from '@roster/contracts';
import type { SessionEntity } from './session.entity.js';

type Term = Pick<SessionEntity, 'endedAt' | 'expiresAt'>;

export const isOpen = ({ endedAt, expiresAt }: Term, now: Date): boolean => !endedAt && expiresAt > now;

export const toSession = ({ id, createdAt, expiresAt }: SessionEntity, currentId: string): Session => ({
  id,
  createdAt: createdAt.toISOString(),
  expiresAt: expiresAt.toISOString(),
  current: id === currentId,
});

export const toResolved = (session: SessionEntity): ResolvedSession => ({
  accountId: session.accountId,
  memberId: session.memberId,
  userId: session.userId,
  sessionId: session.id,
  kind: 'session',
  authenticatedAt: session.createdAt.toISOString(),
  expiresAt: session.expiresAt.toISOString(),
});
