import { Injectable } from '@nestjs/common';
import {
  FRESH_FOR,
  reauthenticationRequired,
  RosterError,
  type CallContext,
  type ProofPurpose,
} from '@roster/contracts';
import { Database, signedInPerson } from '@roster/service-kit';
import { SessionEntity } from '../sessions/session.entity.js';

/** The proofs that people give of who they are, besides signing in (S22). */
@Injectable()
export class Proofs {
  constructor(private readonly database: Database) {}

  /**
   * Rejects with `session.reauthentication-required` unless the session has a fresh proof for this purpose. A proof
   * without a purpose takes this purpose from now on. The update is one statement, so of two parallel calls with
   * different purposes one is refused.
   */
  async require(call: CallContext, purpose: ProofPurpose): Promise<void> {
    const { sessionId: id, userId } = signedInPerson(call).actor;
    const since = new Date(Date.now() - FRESH_FOR);
    const { affected } = await this.database.transaction((manager) =>
      manager
        .createQueryBuilder()
        .update(SessionEntity)
        .set({ proofPurpose: purpose })
        .where('id = :id and user_id = :userId and ended_at is null and proved_at > :since', { id, userId, since })
        .andWhere('(proof_purpose is null or proof_purpose = :purpose)', { purpose })
        .execute(),
    );
    if (affected !== 1) throw new RosterError(reauthenticationRequired, undefined, { details: { purpose } });
  }
}
