import { Injectable } from '@nestjs/common';
import {
  readableEmail,
  Brand,
  removeTotp,
  RosterError,
  secondFactorInvalid,
  totpNotFound,
  totpNotStarted,
  type BackupCodesMade,
  type CallContext,
  type Nothing,
  type TotpCode,
  type TotpSetup,
} from '@roster/contracts';
import { Database, Idempotency, signedInPerson } from '@roster/service-kit';
import { SecondFactorStore } from '../second-factors/second-factor.store.js';
import { TotpSetupEntity } from './totp-setup.entity.js';
import { TotpEntity } from './totp.entity.js';
import { TotpStore } from './totp.store.js';
import { newTotpSecret, showTotp, stepOf } from './totp.js';

/** Milliseconds within which a code must confirm a new app. */
const TERM = 10 * 60_000;

/** The app as mails and activity entries name it. */
export const TOTP = { factor: 'an authenticator app', details: { factor: 'totp' } } as const;

@Injectable()
export class TotpService {
  constructor(
    private readonly brand: Brand,
    private readonly database: Database,
    private readonly factors: SecondFactorStore,
    private readonly idempotency: Idempotency,
    private readonly store: TotpStore,
  ) {}

  /** The app in use, if there is one, keeps working until the new one is confirmed. */
  async start(call: CallContext): Promise<TotpSetup> {
    const { actor } = signedInPerson(call);
    const { userId } = actor;
    const secret = newTotpSecret();
    const expiresAt = new Date(Date.now() + TERM);
    const user = await this.database.transaction(async (manager) => {
      const setup = { userId, secret: this.store.seal(secret, userId), expiresAt };
      await manager.upsert(TotpSetupEntity, setup, ['userId']);
      return this.factors.lockUser(manager, userId);
    });
    return showTotp({ issuer: this.brand.name, secret, email: readableEmail(user.email) }, expiresAt);
  }

  confirm({ code }: TotpCode, context: CallContext): Promise<BackupCodesMade> {
    const call = signedInPerson(context);
    const { accountId, actor } = call;
    const { userId, memberId } = actor;
    return this.database.inAccount(accountId, async (manager) => {
      const user = await this.factors.lockUser(manager, userId);
      const now = new Date();
      const setup = await manager.findOneBy(TotpSetupEntity, { userId });
      if (!setup || setup.expiresAt <= now) throw new RosterError(totpNotStarted);
      const step = stepOf(this.store.open(setup.secret, userId), code, now);
      if (step === undefined) throw new RosterError(secondFactorInvalid);
      await manager.delete(TotpSetupEntity, { userId });
      await this.store.keep(manager, userId, setup.secret, step);
      await this.factors.added(manager, { user, accountId, memberId }, TOTP, call);
      return { backupCodes: await this.factors.firstBackupCodes(manager, userId) };
    });
  }

  remove(context: CallContext): Promise<Nothing> {
    const call = signedInPerson(context);
    const { accountId, actor } = call;
    const { userId, memberId } = actor;
    return this.database.inAccount(accountId, (manager) =>
      this.idempotency.run(manager, call, removeTotp, {}, async () => {
        const user = await this.factors.lockUser(manager, userId);
        const { affected } = await manager.delete(TotpEntity, { userId });
        if (affected !== 1) throw new RosterError(totpNotFound);
        await this.factors.removed(manager, { user, accountId, memberId }, TOTP, call);
        return {};
      }),
    );
  }
}
