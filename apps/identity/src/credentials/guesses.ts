import { Injectable } from '@nestjs/common';
import type { CallContext } from '@roster/contracts';
import { Database } from '@roster/service-kit';
import { isKnownTo } from '../sessions/devices/device.store.js';
import { networkOf } from '../core/network.js';
import { UserEntity } from '../people/users/user.entity.js';
import { Throttles } from '../core/limits/throttles.js';

/** Where a wrong password is counted: for the person, and for the network unless the device is the person's own. */
type Place = readonly ['guess-by-person' | 'guess-by-network', string];

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
  async guess<T>(email: string, { client }: CallContext, judge: () => Promise<T | undefined>): Promise<T | undefined> {
    const places = await this.placesOf(email, client);
    await this.countAll(places);
    let isWrong = false;
    try {
      const judged = await judge();
      isWrong = judged === undefined;
      return judged;
    } finally {
      if (!isWrong) await this.discountAll(places);
    }
  }

  /** The same for a known person, with a boolean. */
  async guessOf(userId: string, call: CallContext, judge: () => Promise<boolean>): Promise<boolean> {
    const { email } = await this.database.transaction((manager) => manager.findOneByOrFail(UserEntity, { id: userId }));
    return (await this.guess(email, call, async () => (await judge()) || undefined)) ?? false;
  }

  /**
   * Counts in all places, or in none: what one place refuses is not counted in the others. Otherwise the wrong guesses
   * of one person would use up the network's allowance for their colleagues.
   */
  private async countAll(places: readonly Place[]): Promise<void> {
    const counted: Place[] = [];
    for (const place of places) {
      try {
        await this.throttles.count(...place);
      } catch (error) {
        await this.discountAll(counted);
        throw error;
      }
      counted.push(place);
    }
  }

  private async discountAll(places: readonly Place[]): Promise<void> {
    for (const place of places) await this.throttles.discount(...place);
  }

  private async placesOf(email: string, client: CallContext['client']): Promise<Place[]> {
    const { deviceHash, address } = client ?? {};
    const isHis =
      deviceHash !== undefined &&
      (await this.database.transaction((manager) => isKnownTo(manager, { email, tokenHash: deviceHash })));
    if (isHis) return [['guess-by-person', `${email} ${deviceHash}`]];
    return [
      ['guess-by-network', networkOf(address) ?? 'unknown'],
      ['guess-by-person', email],
    ];
  }
}
