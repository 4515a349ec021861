import { Injectable } from '@nestjs/common';
import { challengeInvalid, RosterError } from '@roster/contracts';
import { IsNull, type EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { SessionEntity } from '../sessions/sessions/session.entity.js';
import { hashToken, randomToken } from '../core/tokens/token.js';
import { CHALLENGES, ChallengeEntity } from '../credentials/challenge.entity.js';

/** Milliseconds for which a sign-in waits for its next step. */
const TERM = 10 * 60_000;
/** The number of wrong answers that end a sign-in (S18). */
const MOST_FAILURES = 10;

type NewChallenge = Pick<ChallengeEntity, 'userId' | 'accountId' | 'memberId' | 'methods' | 'next' | 'address'> &
  Partial<Pick<ChallengeEntity, 'state'>>;

/** Sign-ins between two of their steps, in the caller's transaction. */
@Injectable()
export class ChallengeStore {
  async begin(manager: EntityManager, given: NewChallenge): Promise<{ token: string; expiresAt: string }> {
    const token = randomToken();
    const createdAt = new Date();
    const expiresAt = new Date(createdAt.getTime() + TERM);
    await manager.insert(ChallengeEntity, {
      ...given,
      id: uuidv7(),
      tokenHash: hashToken(token),
      expiresAt,
      createdAt,
    });
    return { token, expiresAt: expiresAt.toISOString() };
  }

  /**
   * The sign-in that waits for this step, with its row locked until the transaction ends, so that parallel attempts run
   * one after another. Rejects with `challenge.invalid`, also if the sign-in began from a session that has ended since:
   * ending a session ends all that began from it.
   */
  async lock(manager: EntityManager, token: string, next: ChallengeEntity['next']): Promise<ChallengeEntity> {
    const challenge = await CHALLENGES.lock(manager, { tokenHash: hashToken(token), next });
    if (!challenge) throw new RosterError(challengeInvalid);
    const { userId, state } = challenge;
    const id = state['replaces'];
    if (id === undefined) return challenge;
    const where = { id, userId, endedAt: IsNull() };
    const session = await manager.findOne(SessionEntity, { where, lock: { mode: 'pessimistic_write' } });
    if (!session) throw new RosterError(challengeInvalid);
    return challenge;
  }

  /** Counts a wrong answer. The count stays only if the transaction commits. */
  async fail(manager: EntityManager, challenge: ChallengeEntity): Promise<void> {
    const failures = challenge.failures + 1;
    if (failures >= MOST_FAILURES) await this.end(manager, challenge);
    else await manager.update(ChallengeEntity, { id: challenge.id }, { failures });
  }

  /** Deletes the sign-in, because its step was taken or cannot be taken any more. */
  async end(manager: EntityManager, { id }: Pick<ChallengeEntity, 'id'>): Promise<void> {
    await manager.delete(ChallengeEntity, { id });
  }
}
