import { Injectable } from '@nestjs/common';
import { hash, verify } from '@node-rs/argon2';
import { RosterError, serviceTimeout, serviceUnavailable, type CallContext } from '@roster/contracts';
import pLimit from 'p-limit';
import { PasswordsConfig } from './passwords.config.js';
import { randomToken } from '../../core/tokens/token.js';
import { normalisePassword } from './password.js';

/** The costs of Argon2id, the library's default. `recommended` is OWASP's first choice: 19 MiB, two passes. */
const COSTS = {
  recommended: { memoryCost: 19_456, timeCost: 2, parallelism: 1 },
  low: { memoryCost: 64, timeCost: 1, parallelism: 1 },
};

/** The number of hashes at once. Each takes a core and 19 MiB. */
const AT_WORK = 4;
const WAITING = 256;

type Deadline = Pick<CallContext, 'deadline'>;

/** Hashes and checks passwords, off the event loop, a few at a time. */
@Injectable()
export class PasswordsService {
  private readonly turns = pLimit(AT_WORK);
  private readonly costs: (typeof COSTS)[PasswordsConfig['PASSWORD_COST']];
  private decoy: Promise<string> | undefined;

  constructor({ PASSWORD_COST }: PasswordsConfig) {
    this.costs = COSTS[PASSWORD_COST];
  }

  hash(password: string, call: Deadline): Promise<string> {
    return this.inTurn(call, () => hash(normalisePassword(password), this.costs));
  }

  /**
   * Takes equally long if there is no hash to compare with, so that the time does not tell whether an address is known
   * (S11).
   */
  async verify(passwordHash: string | undefined, password: string, call: Deadline): Promise<boolean> {
    const stored = passwordHash ?? (await this.decoyHash());
    const matches = await this.inTurn(call, () => verify(stored, normalisePassword(password)));
    return matches && passwordHash !== undefined;
  }

  private async inTurn<T>({ deadline }: Deadline, work: () => Promise<T>): Promise<T> {
    if (this.turns.pendingCount >= WAITING) throw new RosterError(serviceUnavailable);
    return this.turns(() => {
      // The caller's deadline may have passed while this waited for its turn.
      if (deadline !== undefined && deadline <= Date.now()) throw new RosterError(serviceTimeout);
      return work();
    });
  }

  private decoyHash(): Promise<string> {
    this.decoy ??= hash(randomToken(), this.costs);
    return this.decoy;
  }
}
