import { Injectable } from '@nestjs/common';
import type { CallContext } from '@roster/contracts';
import { Database } from '@roster/service-kit';
import { isKnownTo } from '../sessions/devices/device.store.js';
import { networkOf } from '../core/network.js';
import { UserEntity } from '../people/users/user.entity.js';
import { Throttles } from '../core/limits/throttles.js';

/** Where one wrong password is counted: by the person, and by the network unless the device is his. */
type Place = readonly ['guess-by-person' | 'guess-by-network', string];

/**
 * Slows down who guesses at passwords, and locks nobody out: a person's own devices, those on which he has signed in
 * before, each have an allowance to themselves. All others share one for each person, and one for each network, whoever
 * it is that they guess at (S9, S10).
 */
@Injectable()
export class Guesses {
  constructor(
    private readonly database: Database,
    private readonly throttles: Throttles,
  ) {}

  /**
   * One guess at the password of whoever has this address, as it was typed or is stored, known or not. `judge` resolves
   * with nothing where it is wrong. It is counted before it is looked at, so that parallel ones cannot outrun the count;
   * one that is right, or that could not be judged, is taken back. Rejects with `rate.limited` before anything is looked
   * at: who has used up the guesses does not learn of a right one either.
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

  /** The same for a person who is known, with a plain yes or no. */
  async guessOf(userId: string, call: CallContext, judge: () => Promise<boolean>): Promise<boolean> {
    const { email } = await this.database.transaction((manager) => manager.findOneByOrFail(UserEntity, { id: userId }));
    return (await this.guess(email, call, async () => (await judge()) || undefined)) ?? false;
  }

  /** What is refused by one is not held against the others: a person’s colleagues do not run out of guesses by his. */
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
