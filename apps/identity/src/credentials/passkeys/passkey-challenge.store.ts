import { Injectable } from '@nestjs/common';
import { decodeClientDataJSON } from '@simplewebauthn/server/helpers';
import { Database } from '@roster/service-kit';
import { MoreThan } from 'typeorm';
import { PasskeyChallengeEntity } from './passkey-challenge.entity.js';

/** Milliseconds for which a browser may ask its person for a passkey. */
export const CEREMONY = 5 * 60_000;

type For = Pick<PasskeyChallengeEntity, 'purpose' | 'subject'>;

/** What passkeys are asked to sign: each is answered once at the most, so that no answer can be sent twice (S24). */
@Injectable()
export class PasskeyChallengeStore {
  constructor(private readonly database: Database) {}

  async keep(challenge: string, { purpose, subject }: For): Promise<void> {
    const expiresAt = new Date(Date.now() + CEREMONY);
    await this.database.transaction(async (manager) => {
      await manager.insert(PasskeyChallengeEntity, { challenge, purpose, subject, expiresAt });
    });
  }

  /**
   * The challenge that was signed here, if it was one of ours for this. It is gone from here on, whatever becomes of the
   * answer: that is why this has a transaction of its own.
   */
  async take(clientDataJSON: string, { purpose, subject }: For): Promise<string | undefined> {
    const challenge = challengeIn(clientDataJSON);
    if (challenge === undefined) return undefined;
    const affected = await this.database.transaction(async (manager) => {
      const where = { challenge, purpose, subject, expiresAt: MoreThan(new Date()) };
      return (await manager.delete(PasskeyChallengeEntity, where)).affected;
    });
    return affected === 1 ? challenge : undefined;
  }
}

function challengeIn(clientDataJSON: string): string | undefined {
  try {
    const { challenge }: { challenge?: unknown } = decodeClientDataJSON(clientDataJSON);
    return typeof challenge === 'string' ? challenge : undefined;
  } catch {
    return undefined;
  }
}
