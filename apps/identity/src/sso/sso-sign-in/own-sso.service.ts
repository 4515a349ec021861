import { Injectable } from '@nestjs/common';
import {
  reauthenticationRequired,
  RosterError,
  sessionSecondFactorRequired,
  ssoRefused,
  type CallContext,
  type Nothing,
  type RenewBySso,
  type SignInAnswer,
  type SsoAuthorization,
  type SsoResponse,
  type StartOwnSso,
} from '@roster/contracts';
import { Database, signedInPerson, type SignedInPerson } from '@roster/service-kit';
import { recordActivity } from '../../people/activity/activity-log.js';
import type { EntityManager } from 'typeorm';
import { isTaken } from '../../core/database/violations.js';
import { Proofs } from '../../sessions/proofs/proofs.js';
import { secondFactorsOf } from '../../credentials/second-factors/second-factors.js';
import { isOwnProof } from '../../sessions/sessions/session.js';
import { SessionEntity } from '../../sessions/sessions/session.entity.js';
import { RenewalStore } from '../../credentials/second-factors/renewal.store.js';
import { notAdmitted, RecognitionStore } from './recognition.store.js';
import { SsoQuestions } from './sso-questions.js';

/** What a person who is signed in does with their account's provider. */
@Injectable()
export class OwnSsoService {
  constructor(
    private readonly database: Database,
    private readonly proofs: Proofs,
    private readonly questions: SsoQuestions,
    private readonly recognition: RecognitionStore,
    private readonly renewals: RenewalStore,
  ) {}

  async start(input: StartOwnSso, context: CallContext): Promise<SsoAuthorization> {
    const call = signedInPerson(context);
    const { accountId, actor } = call;
    // Linking needs this proof at the end, so ask for it before the person goes to the provider.
    if (input.purpose === 'link') await this.proofs.require(call, 'factors');
    return this.questions.ask({ ...input, accountId }, input.purpose, actor);
  }

  /** Only for the person of the session: another person whom the provider knows is refused. */
  async renew({ purpose, ...input }: RenewBySso, context: CallContext): Promise<SignInAnswer> {
    const call = signedInPerson(context);
    const { accountId, actor } = call;
    const vouched = await this.questions.answer(input, 'renew', actor);
    return this.database.inAccount(accountId, async (manager) => {
      const isSameAccount = vouched.connection.accountId === accountId;
      const linked = isSameAccount && (await this.recognition.linked(manager, vouched));
      if (!linked || linked.userId !== actor.userId) throw new RosterError(ssoRefused);
      const factors = await secondFactorsOf(manager, actor.userId);
      if (factors.length > 0) throw new RosterError(sessionSecondFactorRequired, undefined, { details: { factors } });
      if (!(await this.recognition.vouchesForPerson(manager, vouched, actor.userId)))
        throw notAdmitted('domain-unverified');
      return this.renewals.renew(manager, { methods: ['sso'], purpose }, call);
    });
  }

  async link(input: SsoResponse, context: CallContext): Promise<Nothing> {
    const call = signedInPerson(context);
    const { accountId, actor } = call;
    const { memberId, userId } = actor;
    const vouched = await this.questions.answer(input, 'link', actor);
    if (vouched.connection.accountId !== accountId) throw new RosterError(ssoRefused);
    const { id: connectionId, issuer } = vouched.connection;
    try {
      return await this.database.inAccount(accountId, async (manager) => {
        await requireOwnProof(manager, call);
        if (!(await this.recognition.linkSignedIn(manager, vouched, userId))) return {};
        const details = { connectionId, issuer };
        await recordActivity(manager, { accountId, memberId, action: 'sso-identity.linked', details }, call);
        return {};
      });
    } catch (error) {
      throw isTaken(error) ? notAdmitted('linked-otherwise') : error;
    }
  }
}

/** A link must not depend on the provider alone: the session needs a proof of the person's own. */
async function requireOwnProof(manager: EntityManager, { actor: { sessionId, userId } }: SignedInPerson) {
  const session = await manager.findOneBy(SessionEntity, { id: sessionId, userId });
  if (session?.methods.some(isOwnProof)) return;
  throw new RosterError(reauthenticationRequired, undefined, { details: { purpose: 'factors' } });
}
