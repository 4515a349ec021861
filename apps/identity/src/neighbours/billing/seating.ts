import { Injectable } from '@nestjs/common';
import { AGENTS_POOL, RosterError, serviceTimeout, USERS_POOL, type CallContext } from '@roster/contracts';
import { SeatsClient, type SeatedAccount } from './seats.client.js';

/** Whose seats are taken: keys that nobody had before, of seats for users and of seats for agents. */
export interface Wanted {
  readonly account: SeatedAccount;
  readonly users?: readonly string[];
  readonly agents?: readonly string[];
}

/** What the commit answers, and whether the seats are taken by it: another attempt may have been faster. */
export interface Seated<T> {
  readonly answer: T;
  readonly isTaken: boolean;
  /** Whether the users are in already, so that nobody will come and use the seats later. */
  readonly isUsed?: boolean;
}

/**
 * The one way to a seat (`docs/decisions.md` 5): all are reserved, or none; then the commit of what they are for. They are
 * given back where that did not come to be. Never within a transaction.
 */
@Injectable()
export class Seating {
  constructor(private readonly seats: SeatsClient) {}

  /** Rejects with `seat.limit-reached`, and with whatever the commit rejects with. */
  async take<T>(wanted: Wanted, call: CallContext, commit: () => Promise<Seated<T>>): Promise<T> {
    await this.reserve(wanted, call);
    try {
      const { answer, isTaken, isUsed = false } = await commit();
      if (!isTaken) await this.release(wanted, call);
      if (isUsed) await this.settle(wanted, call);
      return answer;
    } catch (error) {
      // A commit whose outcome is unknown keeps its seats: billing asks whether what they are for exists.
      const isUnknown = error instanceof RosterError && error.is(serviceTimeout);
      if (!isUnknown) await this.release(wanted, call);
      throw error;
    }
  }

  /** Of somebody whose seat was reserved before they came. Rejects with `token.invalid` where it was released since. */
  async use(account: SeatedAccount, key: string, call: CallContext): Promise<void> {
    await this.seats.use(account, key, call);
  }

  private async settle({ account, users = [] }: Wanted, call: CallContext): Promise<void> {
    for (const key of users) await this.seats.settle(account, key, call);
  }

  private async reserve({ account, users = [], agents = [] }: Wanted, call: CallContext): Promise<void> {
    if (users.length > 0) await this.seats.reserve(account, users, call, USERS_POOL);
    if (agents.length === 0) return;
    try {
      await this.seats.reserve(account, agents, call, AGENTS_POOL);
    } catch (error) {
      if (users.length > 0) await this.release({ account, users, agents }, call);
      throw error;
    }
  }

  private async release({ account, users = [], agents = [] }: Wanted, call: CallContext): Promise<void> {
    if (users.length > 0) await this.seats.release(account, users, call, USERS_POOL);
    if (agents.length > 0) await this.seats.release(account, agents, call, AGENTS_POOL);
  }
}
