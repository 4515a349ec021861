import type { SessionStarted } from '@roster/contracts';
import { leastOf } from '../../../../test/harness/minimal-answer.js';

/** A session that has begun: what a test cares about, and else the least that the contract asks for. */
export const sessionStarted = (given: Partial<SessionStarted>): SessionStarted => ({
  ...(leastOf('SessionStarted') as unknown as SessionStarted),
  sessionId: 's1',
  expiresAt: '2030-01-01T00:00:00.000Z',
  ...given,
});
