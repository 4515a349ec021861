import { Injectable } from '@nestjs/common';
import {
  Brand,
  challengeInvalid,
  RosterError,
  secondFactorInvalid,
  type CallContext,
  type FinishEnrolment,
  type SignInAnswer,
  type StepInput,
  type TotpSetup,
} from '@roster/contracts';
import { Database, enterAccount } from '@roster/service-kit';
import type { EntityManager } from 'typeorm';
import { ChallengeEntity } from '../../credentials/challenge.entity.js';
import { ChallengeStore } from '../challenge.store.js';
import { answered, SignInGate, type Admitted } from '../gate/sign-in-gate.service.js';
import { SecondFactorStore } from '../../credentials/second-factors/second-factor.store.js';
import { hasSecondFactor } from '../../credentials/second-factors/second-factors.js';
import { TOTP } from '../../credentials/totp/totp.service.js';
import { TotpStore } from '../../credentials/totp/totp.store.js';
import { newTotpSecret, showTotp, stepOf } from '../../credentials/totp/totp.js';

/** Sets up a person's first second factor, for an account that requires one. */
@Injectable()
export class EnrolmentService {
  constructor(
    private readonly brand: Brand,
    private readonly challenges: ChallengeStore,
    private readonly database: Database,
    private readonly gate: SignInGate,
    private readonly factors: SecondFactorStore,
    private readonly totp: TotpStore,
  ) {}

  async start(input: StepInput): Promise<TotpSetup> {
    const secret = newTotpSecret();
    const { email, expiresAt } = await this.database.transaction(async (manager) => {
      const challenge = await this.challenges.lock(manager, input.challenge, 'enrolment');
      const state = { ...challenge.state, totp: this.totp.seal(secret, challenge.userId) };
      await manager.update(ChallengeEntity, { id: challenge.id }, { state });
      const user = await this.factors.lockUser(manager, challenge.userId);
      return { email: user.email, expiresAt: challenge.expiresAt };
    });
    return showTotp({ issuer: this.brand.name, secret, email }, expiresAt);
  }

  async finish({ challenge: token, code }: FinishEnrolment, call: CallContext): Promise<SignInAnswer> {
    const admitted = await this.database.transaction(async (manager) => {
      const challenge = await this.challenges.lock(manager, token, 'enrolment');
      const { accountId, memberId, userId } = challenge;
      const sealed = challenge.state['totp'];
      const user = await this.factors.lockUser(manager, userId);
      // If a factor was set up in the meantime, this sign-in must not replace it.
      if (sealed === undefined || (await hasSecondFactor(manager, userId))) throw new RosterError(challengeInvalid);
      const step = stepOf(this.totp.open(sealed, userId), code, new Date());
      if (step === undefined) {
        await this.challenges.fail(manager, challenge);
        return { refusal: new RosterError(secondFactorInvalid) };
      }
      await this.totp.keep(manager, userId, sealed, step);
      await enterAccount(manager, accountId);
      await this.factors.added(manager, { user, accountId, memberId }, TOTP, call);
      const proceeded = await this.gate.proceed(manager, challenge, ['totp'], call);
      return this.withBackupCodes(manager, userId, proceeded);
    });
    return answered(admitted);
  }

  /** A refusal could not show them, so they are left to be made later. */
  private async withBackupCodes(manager: EntityManager, userId: string, admitted: Admitted): Promise<Admitted> {
    if ('refusal' in admitted) return admitted;
    const backupCodes = await this.factors.firstBackupCodes(manager, userId);
    if (!backupCodes) return admitted;
    const { session, challenge } = admitted;
    return {
      ...(session && { session: { ...session, backupCodes } }),
      ...(challenge && { challenge: { ...challenge, backupCodes } }),
    };
  }
}
