import { Injectable } from '@nestjs/common';
import {
  challengeInvalid,
  passkeyInvalid,
  RosterError,
  secondFactorInvalid,
  type CallContext,
  type PasskeyOffered,
  type SignInAnswer,
  type SignInMethod,
  type StepInput,
  type TakeSecondFactor,
} from '@roster/contracts';
import { Database, invalid } from '@roster/service-kit';
import { MoreThan, type EntityManager } from 'typeorm';
import { BackupCodeStore } from '../../credentials/backup-codes/backup-code.store.js';
import { ChallengeEntity } from '../../credentials/challenge.entity.js';
import { ChallengeStore } from '../challenge.store.js';
import { answered, SignInGate } from '../gate/sign-in-gate.service.js';
import { PasskeyEntity } from '../../credentials/passkeys/passkey.entity.js';
import { toDescriptor } from '../../credentials/passkeys/passkey.js';
import { PasskeyStore } from '../../credentials/passkeys/passkey.store.js';
import { hashToken } from '../../core/tokens/token.js';
import { TotpStore } from '../../credentials/totp/totp.store.js';
import { UserEntity } from '../../people/users/user.entity.js';

/** The step of a sign-in that asks for a second factor. */
@Injectable()
export class SecondFactorStepService {
  constructor(
    private readonly backupCodes: BackupCodeStore,
    private readonly challenges: ChallengeStore,
    private readonly database: Database,
    private readonly gate: SignInGate,
    private readonly passkeys: PasskeyStore,
    private readonly totp: TotpStore,
  ) {}

  /** Parallel attempts in one sign-in run one after another. Across sign-ins, each code works only once (S16). */
  async take(input: TakeSecondFactor, call: CallContext): Promise<SignInAnswer> {
    const { code, backupCode, passkey } = input;
    if ([code, backupCode, passkey].filter((shown) => shown !== undefined).length !== 1) {
      throw invalid({ path: 'code', message: 'exactly one of code, backupCode and passkey is required' });
    }
    const signed = passkey && (await this.passkeys.answeredBy(passkey, ofStep(input)));
    const admitted = await this.database.transaction(async (manager) => {
      const challenge = await this.challenges.lock(manager, input.challenge, 'second-factor');
      const method = await this.prove(manager, challenge, { ...input, signed }, call);
      if (method) return this.gate.proceed(manager, challenge, [method], call);
      await this.challenges.fail(manager, challenge);
      return { refusal: new RosterError(passkey ? passkeyInvalid : secondFactorInvalid) };
    });
    return answered(admitted);
  }

  async offerPasskeys(input: StepInput): Promise<PasskeyOffered> {
    const passkeys = await this.database.transaction(async (manager) => {
      const tokenHash = hashToken(input.challenge);
      const where = { tokenHash, next: 'second-factor', expiresAt: MoreThan(new Date()) } as const;
      const challenge = await manager.findOneBy(ChallengeEntity, where);
      if (!challenge) throw new RosterError(challengeInvalid);
      return manager.findBy(PasskeyEntity, { userId: challenge.userId });
    });
    return { options: await this.passkeys.offer(passkeys.map(toDescriptor), ofStep(input)) };
  }

  /** The method, if the code or passkey is right and belongs to this person; undefined otherwise (S21). */
  private async prove(
    manager: EntityManager,
    { userId }: ChallengeEntity,
    { code, backupCode, passkey, signed }: TakeSecondFactor & { signed: string | undefined },
    call: CallContext,
  ): Promise<SignInMethod | undefined> {
    if (code !== undefined) return (await this.totp.verify(manager, userId, code)) ? 'totp' : undefined;
    if (passkey) {
      return (await this.passkeys.verify(manager, passkey, { challenge: signed, userId })) ? 'passkey' : undefined;
    }
    const user = await manager.findOneBy(UserEntity, { id: userId });
    const isRight = user && (await this.backupCodes.use(manager, user, backupCode ?? '', call));
    return isRight ? 'backup-code' : undefined;
  }
}

/** A passkey's answer counts for one sign-in only. */
const ofStep = ({ challenge }: StepInput) => ({ purpose: 'second-factor', subject: hashToken(challenge) }) as const;
