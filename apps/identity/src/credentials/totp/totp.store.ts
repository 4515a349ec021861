import { Injectable } from '@nestjs/common';
import { rateLimited, RosterError } from '@roster/contracts';
import type { EntityManager } from 'typeorm';
import { Secrets } from '../../core/secrets.js';
import { TotpEntity } from './totp.entity.js';
import { blockedUntil, stepOf } from './totp.js';

const PURPOSE = 'totp';

/** Authenticator apps, in the caller's transaction. */
@Injectable()
export class TotpStore {
  constructor(private readonly secrets: Secrets) {}

  seal = (secret: string, userId: string): string => this.secrets.seal(secret, { purpose: PURPOSE, owner: userId });

  open = (sealed: string, userId: string): string => this.secrets.open(sealed, { purpose: PURPOSE, owner: userId });

  /**
   * Whether this is an unused code of the person's app. If so, it is used up; the row is locked, so only one of several
   * parallel attempts succeeds (S16). A wrong code is counted for the person, not for the sign-in (S18), and only if
   * the transaction commits. Rejects with `rate.limited` after too many.
   */
  async verify(manager: EntityManager, userId: string, code: string): Promise<boolean> {
    const totp = await manager.findOne(TotpEntity, { where: { userId }, lock: { mode: 'pessimistic_write' } });
    if (!totp) return false;
    const now = new Date();
    if (totp.blockedUntil && totp.blockedUntil > now) throw limited(totp.blockedUntil, now);
    const step = stepOf(this.open(totp.secret, userId), code, now);
    if (step === undefined) {
      const failures = totp.failures + 1;
      await manager.update(TotpEntity, { userId }, { failures, blockedUntil: blockedUntil(failures, now) });
      return false;
    }
    // A code that was right once and is sent again is refused, but it is not a guess.
    if (step <= totp.lastStep) return false;
    await manager.update(TotpEntity, { userId }, { lastStep: step, failures: 0, blockedUntil: null });
    return true;
  }

  /** Makes this app the person's only one. The code of `lastStep` has confirmed it and is used up. */
  async keep(manager: EntityManager, userId: string, sealed: string, lastStep: number): Promise<void> {
    const row = { userId, secret: sealed, lastStep, failures: 0, blockedUntil: null, createdAt: new Date() };
    await manager.upsert(TotpEntity, row, ['userId']);
  }
}

function limited(until: Date, now: Date): RosterError {
  const retryAfter = Math.ceil((until.getTime() - now.getTime()) / 1_000);
  return new RosterError(rateLimited, undefined, { details: { retryAfter } });
}
