import { Injectable } from '@nestjs/common';
import { AGENTS_POOL, RosterError, serviceTimeout, USERS_POOL, type CallContext } from '@roster/contracts';
import { SeatsClient, type SeatClaim, type SeatedAccount } from './seats.client.js';

/** The account, and the new keys for its users' and agents' seats. */
export interface WantedSeats extends SeatClaim {
  readonly account: SeatedAccount;
  /** Whether the same command, sent again, takes the same seats: then one that fails must not free them for all. */
  readonly areRepeated?: boolean;
}

/** What the commit answers, and whether it took the seats. It takes none if a parallel attempt was faster. */
export interface SeatCommit<T> {
  readonly answer: T;
  readonly isTaken: boolean;
  /** Whether the users are in already, so that their seats have to be used now: nobody comes later to use them. */
  readonly isUsed?: boolean;
}

/**
 * Takes seats for new members (`docs/decisions.md` 5): reserves all of them or none, runs the commit that creates what
 * they are for, and releases them if the commit did not happen. Never within a transaction.
 */
@Injectable()
export class Seating {
  constructor(private readonly seats: SeatsClient) {}

  /** Rejects with `seat.limit-reached` or `seat.consent-required`, and with whatever the commit rejects with. */
  async take<T>(wanted: WantedSeats, call: CallContext, commit: () => Promise<SeatCommit<T>>): Promise<T> {
    await this.seats.reserve(wanted.account, wanted, call);
    try {
      const { answer, isTaken, isUsed = false } = await commit();
      if (!isTaken) await this.release(wanted, call);
      if (isUsed) await this.settle(wanted, call);
      return answer;
    } catch (error) {
      // After a timeout the commit may have happened, and the same command may be sent again: so the seats stay reserved.
      // Billing later asks whether what they are for exists.
      const isUnknown = wanted.areRepeated || (error instanceof RosterError && error.is(serviceTimeout));
      if (!isUnknown) await this.release(wanted, call);
      throw error;
    }
  }

  /**
   * Makes sure of the seat that was reserved for a member before they came. Rejects with `token.invalid` if it was released
   * since. It is used by {@link settle} once they are in: were it used before, a crash would leave the seat of somebody who
   * is still invited as used.
   */
  async hold(account: SeatedAccount, key: string, call: CallContext): Promise<void> {
    await this.seats.hold(account, key, call);
  }

  /** Uses the seats of members who are in. Best effort: the event of each brings it otherwise. */
  async settle({ account, users = [] }: WantedSeats, call: CallContext): Promise<void> {
    for (const key of users) await this.seats.settle(account, key, call);
  }

  private async release({ account, users = [], agents = [] }: WantedSeats, call: CallContext): Promise<void> {
    if (users.length > 0) await this.seats.release(account, users, call, USERS_POOL);
    if (agents.length > 0) await this.seats.release(account, agents, call, AGENTS_POOL);
  }
}
