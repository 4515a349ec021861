import { Injectable } from '@nestjs/common';
import { RosterError, ssoRefused } from '@roster/contracts';
import { Database } from '@roster/service-kit';
import { randomNonce, randomPKCECodeVerifier } from 'openid-client';
import { IsNull, LessThan } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { Secrets } from '../../core/secrets.js';
import { hashToken, randomToken } from '../../core/tokens/token.js';
import { AUTHORIZATIONS, AuthorizationEntity, type AuthorizationPurpose } from './authorization.entity.js';

/** Milliseconds that an answer may take. */
const TERM = 10 * 60_000;

/** What is asked, of which provider, and for whom. */
interface Question {
  readonly purpose: AuthorizationPurpose;
  readonly accountId: string | null;
  readonly target: string;
  readonly bindingHash: string;
  readonly userId?: string;
  readonly sessionId?: string;
  readonly scopes?: readonly string[];
}

/** The values that recognise the answer and prove that it belongs to the question. */
export interface PendingQuestion {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  readonly expiresAt: Date;
}

const belongingOf = (owner: string) => ({ purpose: 'authorization', owner });

/** Questions to providers. Each is answered once, in the browser where it began, before it expires. */
@Injectable()
export class AuthorizationStore {
  constructor(
    private readonly database: Database,
    private readonly secrets: Secrets,
  ) {}

  async begin(question: Question): Promise<PendingQuestion> {
    const id = uuidv7();
    const [nonce, verifier] = [randomNonce(), randomPKCECodeVerifier()];
    // The callback page reads the purpose from the state, before we know that the state is ours.
    const state = `${question.purpose}.${randomToken()}`;
    const createdAt = new Date();
    const expiresAt = new Date(createdAt.getTime() + TERM);
    const { purpose, accountId, target, bindingHash, userId = null, sessionId = null, scopes = [] } = question;
    await this.database.transaction(async (manager) => {
      await manager.delete(AuthorizationEntity, { expiresAt: LessThan(createdAt) });
      await manager.insert(AuthorizationEntity, {
        id,
        stateHash: hashToken(state),
        purpose,
        accountId,
        target,
        bindingHash,
        userId,
        sessionId,
        nonce,
        verifier: this.secrets.seal(verifier, belongingOf(id)),
        scopes: [...scopes],
        expiresAt,
        createdAt,
      });
    });
    return { state, nonce, verifier, expiresAt };
  }

  /**
   * Deletes the question, whatever the answer turns out to be. Rejects with `sso.refused` if there is none for this
   * purpose and target, if it is expired, or if another browser or person began it. In that case it stays for the one
   * who did.
   */
  async take(answer: {
    state: string;
    bindingHash: string;
    purpose: AuthorizationPurpose;
    target: string;
    sessionId?: string;
  }): Promise<AuthorizationEntity> {
    const { state, sessionId = IsNull(), ...of } = answer;
    const taken = await this.database.transaction((manager) =>
      AUTHORIZATIONS.take(manager, { ...of, stateHash: hashToken(state), sessionId }),
    );
    if (!taken) throw new RosterError(ssoRefused);
    return { ...taken, verifier: this.secrets.open(taken.verifier, belongingOf(taken.id)) };
  }
}
