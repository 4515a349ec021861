import { Injectable } from '@nestjs/common';
import { RosterError, serviceTimeout, type CallContext } from '@roster/contracts';
import { SeatsClient, type SeatedAccount } from './seats.client.js';

/** What the commit answers, and whether the seats are taken by it: another attempt may have been faster. */
export interface Seated<T> {
  readonly answer: T;
  readonly isTaken: boolean;
}

/**
 * The one way to a seat for somebody who comes in (`docs/decisions.md` 5): reserved under keys that nobody had before, then
 * the commit of what they are for; and given back where that did not come to be. Never within a transaction.
 */
@Injectable()
export class Seating {
  constructor(private readonly seats: SeatsClient) {}

  /** Rejects with `seat.limit-reached`, and with whatever the commit rejects with. */
  async take<T>(
    { account, keys }: { account: SeatedAccount; keys: string[] },
    call: CallContext,
    commit: () => Promise<Seated<T>>,
  ): Promise<T> {
    await this.seats.reserve(account, keys, call);
    try {
      const { answer, isTaken } = await commit();
      if (!isTaken) await this.seats.release(account, keys, call);
      return answer;
    } catch (error) {
      // A commit whose outcome is unknown keeps its seats: billing asks whether what they are for exists.
      const isUnknown = error instanceof RosterError && error.is(serviceTimeout);
      if (!isUnknown) await this.seats.release(account, keys, call);
      throw error;
    }
  }
}
