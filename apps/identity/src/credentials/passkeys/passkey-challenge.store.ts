import { Injectable } from '@nestjs/common';
import { decodeClientDataJSON } from '@simplewebauthn/server/helpers';
import { Database } from '@roster/service-kit';
import { PASSKEY_CHALLENGES, PasskeyChallengeEntity } from './passkey-challenge.entity.js';

/** Milliseconds that a browser may take to ask for a passkey. */
export const CEREMONY = 5 * 60_000;

type For = Pick<PasskeyChallengeEntity, 'purpose' | 'subject'>;

/** The challenges that passkeys sign. Each is answered at most once, so that no answer can be replayed (S24). */
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
   * The challenge that was signed, if we issued it for this purpose. It is deleted in a transaction of its own, so that
   * it is gone even if the answer is refused.
   */
  async take(clientDataJSON: string, { purpose, subject }: For): Promise<string | undefined> {
    const challenge = challengeIn(clientDataJSON);
    if (challenge === undefined) return undefined;
    const isFirst = await this.database.transaction((manager) =>
      PASSKEY_CHALLENGES.claim(manager, { challenge, purpose, subject }),
    );
    return isFirst ? challenge : undefined;
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
