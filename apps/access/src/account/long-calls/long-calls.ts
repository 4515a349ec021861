import { rateLimited, RosterError, serviceTimeout } from '@roster/contracts';

/** How many run at a time in all. Of one account it is one. */
const MOST_RUNNING = 2;
/** How many wait at most, of one account and in all. */
const MOST_WAITING = 8;
const MOST_WAITING_IN_ALL = 32;
/** Seconds after which somebody who was refused may ask again. */
const RETRY_AFTER = 1;

interface Waiting {
  readonly accountId: string;
  readonly start: () => void;
}

/**
 * Lets in calls that work through a whole account: one of an account and two in all at a time, in the order in which
 * they came. Without it the previews of one account would keep everybody else waiting.
 */
export class LongCalls {
  private readonly running = new Set<string>();
  private readonly waiting: Waiting[] = [];

  /**
   * Runs the work when it is its turn. Rejects with `rate.limited` at once where too many wait already, and with
   * `service.timeout` where the deadline (an instant in ms) passes before: nobody waits for the answer any more.
   */
  async run<T>(accountId: string, deadline: number | undefined, work: () => Promise<T>): Promise<T> {
    await this.turn(accountId, deadline);
    try {
      return await work();
    } finally {
      this.running.delete(accountId);
      this.startNext();
    }
  }

  private turn(accountId: string, deadline = Infinity): Promise<void> {
    if (this.mayStart(accountId)) {
      this.running.add(accountId);
      return Promise.resolve();
    }
    const ofAccount = this.waiting.filter((each) => each.accountId === accountId).length;
    if (ofAccount >= MOST_WAITING || this.waiting.length >= MOST_WAITING_IN_ALL) {
      throw new RosterError(rateLimited, undefined, { details: { retryAfter: RETRY_AFTER } });
    }
    return new Promise((resolve, reject) => {
      const place: Waiting = {
        accountId,
        start: () => {
          clearTimeout(timer);
          resolve();
        },
      };
      const giveUp = () => {
        this.waiting.splice(this.waiting.indexOf(place), 1);
        reject(new RosterError(serviceTimeout));
      };
      const timer = deadline === Infinity ? undefined : setTimeout(giveUp, deadline - Date.now());
      this.waiting.push(place);
    });
  }

  private mayStart(accountId: string): boolean {
    return this.running.size < MOST_RUNNING && !this.running.has(accountId);
  }

  /** The next one whose account has none running. */
  private startNext(): void {
    const at = this.waiting.findIndex(({ accountId }) => this.mayStart(accountId));
    const [next] = at === -1 ? [] : this.waiting.splice(at, 1);
    if (!next) return;
    this.running.add(next.accountId);
    next.start();
  }
}
