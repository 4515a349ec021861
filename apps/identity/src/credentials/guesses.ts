import { Injectable } from '@nestjs/common';
import type { CallContext } from '@roster/contracts';
import { Database } from '@roster/service-kit';
import { isKnownTo } from '../sessions/devices/device.store.js';
import { UserEntity } from '../people/users/user.entity.js';
import { requireNetwork } from '../core/limits/network.js';
import { Throttles } from '../core/limits/throttles.js';

/** Where a wrong password is counted: for the person, and for the network unless the device is the person's own. */
type Counter = readonly ['guess-by-person' | 'guess-by-network', string];

/**
 * Slows down people who guess passwords, and locks nobody out. Each device on which a person has signed in before has
 * an allowance to itself. All other devices share one allowance per person, and one per network for any person (S9,
 * S10).
 */
@Injectable()
export class Guesses {
  constructor(
    private readonly database: Database,
    private readonly throttles: Throttles,
  ) {}

  /**
   * Counts one guess at the password of the person with this address, normalised, whether the address is known or not.
   * `verify` resolves with undefined if the password is wrong. The guess is counted before it is verified, so that
   * parallel guesses cannot outrun the count; it is taken back if it was right or could not be verified. Rejects with
   * `rate.limited` before anything is verified: once the guesses are used up, even the right password is refused.
   */
  async guess<T>(email: string, { client }: CallContext, verify: () => Promise<T | undefined>): Promise<T | undefined> {
    const counters = await this.countersOf(email, client);
    await this.countAll(counters);
    let isWrong = false;
    try {
      const verified = await verify();
      isWrong = verified === undefined;
      return verified;
    } finally {
      if (!isWrong) await this.discountAll(counters);
    }
  }

  /** The same for a known person, with a boolean. */
  async guessOf(userId: string, call: CallContext, verify: () => Promise<boolean>): Promise<boolean> {
    const { email } = await this.database.transaction((manager) => manager.findOneByOrFail(UserEntity, { id: userId }));
    return (await this.guess(email, call, async () => (await verify()) || undefined)) ?? false;
  }

  /**
   * Counts in all counters, or in none: what one counter refuses is not counted in the others. Otherwise the wrong guesses
   * of one person would use up the network's allowance for their colleagues.
   */
  private async countAll(counters: readonly Counter[]): Promise<void> {
    const counted: Counter[] = [];
    for (const counter of counters) {
      try {
        await this.throttles.count(...counter);
      } catch (error) {
        await this.discountAll(counted);
        throw error;
      }
      counted.push(counter);
    }
  }

  private async discountAll(counters: readonly Counter[]): Promise<void> {
    for (const counter of counters) await this.throttles.discount(...counter);
  }

  private async countersOf(email: string, client: CallContext['client']): Promise<Counter[]> {
    const { deviceHash } = client ?? {};
    const isOwn =
      deviceHash !== undefined &&
      (await this.database.transaction((manager) => isKnownTo(manager, { email, tokenHash: deviceHash })));
    if (isOwn) return [['guess-by-person', `${email} ${deviceHash}`]];
    const byPerson = ['guess-by-person', email] as const;
    if (!this.throttles.counts('guess-by-network')) return [byPerson];
    return [['guess-by-network', requireNetwork(client)], byPerson];
  }
}
