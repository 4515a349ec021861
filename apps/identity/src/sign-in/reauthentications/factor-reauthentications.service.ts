import { Injectable } from '@nestjs/common';
import {
  passkeyInvalid,
  passkeyNotFound,
  RosterError,
  secondFactorInvalid,
  ssoRequired,
  type CallContext,
  type PasskeyAssertion,
  type PasskeyOffered,
  type ProofPurpose,
  type SignInAnswer,
  type SignInMethod,
} from '@roster/contracts';
import { Database, signedInPerson, type SignedInPerson } from '@roster/service-kit';
import type { EntityManager } from 'typeorm';
import { findAccount } from '../../people/accounts/accounts.service.js';
import { PasskeyEntity } from '../../credentials/passkeys/passkey.entity.js';
import { toDescriptor } from '../../credentials/passkeys/passkey.js';
import { PasskeyStore } from '../../credentials/passkeys/passkey.store.js';
import { RenewalStore } from '../../credentials/second-factors/renewal.store.js';
import { SessionEntity } from '../../sessions/sessions/session.entity.js';
import { isSsoEnforced } from '../../people/accounts/enforcement.js';
import { TotpStore } from '../../credentials/totp/totp.store.js';

/** Lets people prove again who they are, with a second factor (S22). */
@Injectable()
export class FactorReauthenticationsService {
  constructor(
    private readonly database: Database,
    private readonly passkeys: PasskeyStore,
    private readonly renewals: RenewalStore,
    private readonly totp: TotpStore,
  ) {}

  byCode(code: string, purpose: ProofPurpose | undefined, context: CallContext): Promise<SignInAnswer> {
    const call = signedInPerson(context);
    const isRight = (manager: EntityManager) => this.totp.verify(manager, call.actor.userId, code);
    return this.renewIf(isRight, { method: 'totp', purpose, refusal: new RosterError(secondFactorInvalid) }, call);
  }

  async byPasskey(
    passkey: PasskeyAssertion,
    purpose: ProofPurpose | undefined,
    context: CallContext,
  ): Promise<SignInAnswer> {
    const call = signedInPerson(context);
    const { userId } = call.actor;
    const challenge = await this.passkeys.answeredBy(passkey, ofSession(call));
    const isRight = async (manager: EntityManager) =>
      (await this.passkeys.verify(manager, passkey, { challenge, userId })) !== undefined;
    return this.renewIf(isRight, { method: 'passkey', purpose, refusal: new RosterError(passkeyInvalid) }, call);
  }

  async offerPasskeys(context: CallContext): Promise<PasskeyOffered> {
    const call = signedInPerson(context);
    const { userId } = call.actor;
    const passkeys = await this.database.transaction((manager) => manager.findBy(PasskeyEntity, { userId }));
    if (passkeys.length === 0) throw new RosterError(passkeyNotFound);
    return { options: await this.passkeys.offer(passkeys.map(toDescriptor), ofSession(call)) };
  }

  /** A wrong answer is counted, so the transaction commits before it is refused. */
  private async renewIf(
    isRight: (manager: EntityManager) => Promise<boolean>,
    { method, purpose, refusal }: { method: SignInMethod; purpose: ProofPurpose | undefined; refusal: RosterError },
    call: SignedInPerson,
  ): Promise<SignInAnswer> {
    const answer = await this.database.inAccount(call.accountId, async (manager) => {
      await requireOwnProof(manager, call);
      return (await isRight(manager)) ? this.renewals.renew(manager, { methods: [method], purpose }, call) : undefined;
    });
    if (!answer) throw refusal;
    return answer;
  }
}

const ofSession = ({ actor }: SignedInPerson) => ({ purpose: 'reauthentication', subject: actor.sessionId }) as const;

/**
 * If the account enforces its identity provider, a factor counts only in a session that began through it. The owner is
 * exempt, as in the sign-in.
 */
async function requireOwnProof(manager: EntityManager, { accountId, actor }: SignedInPerson): Promise<void> {
  const { ownerMemberId } = await findAccount(manager, accountId);
  const { memberId, userId, sessionId: id } = actor;
  if (memberId === ownerMemberId || !(await isSsoEnforced(manager, accountId))) return;
  const session = await manager.findOneBy(SessionEntity, { id, userId });
  if (!session?.methods.includes('sso')) throw new RosterError(ssoRequired);
}
