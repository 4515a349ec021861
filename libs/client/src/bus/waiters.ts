import { randomUUID } from 'node:crypto';

/** Somebody who waits for an answer. */
export interface Waiter<T> {
  /** Milliseconds of `performance.now()` at which his time is over. */
  readonly until: number;
  take(answer: T): void;
  fail(error: unknown): void;
}

/** Milliseconds by which somebody may learn too late that his time is over. */
const LOOK_EVERY = 20;

/**
 * Who waits for an answer, by the token that it comes under. One timer watches over all of their deadlines: a timer each
 * would cost more than the rest of a call.
 */
export class Waiters<T> {
  private readonly waiting = new Map<string, Waiter<T>>();
  private timer: NodeJS.Timeout | undefined;

  /** `expired` makes the error for those whose time is over. */
  constructor(private readonly expired: () => Error) {}

  /**
   * Returns the token under which the answer is expected. Nobody can guess it from others: whoever is asked learns where
   * the asker hears answers, and JetStream, or a service that answers both, says what it says wherever it is told to.
   */
  add(waiter: Waiter<T>): string {
    const token: string = randomUUID();
    this.waiting.set(token, waiter);
    this.timer ??= setTimeout(this.look, LOOK_EVERY);
    return token;
  }

  /** Hands over the answer. One that comes too late, or twice, is nobody's. */
  answer(token: string, answer: T): void {
    this.remove(token)?.take(answer);
  }

  fail(token: string, error: unknown): void {
    this.remove(token)?.fail(error);
  }

  failAll(error: unknown): void {
    for (const token of this.waiting.keys()) this.fail(token, error);
  }

  private remove(token: string): Waiter<T> | undefined {
    const waiter = this.waiting.get(token);
    if (waiter) this.waiting.delete(token);
    return waiter;
  }

  private readonly look = (): void => {
    const now = performance.now();
    for (const [token, { until }] of this.waiting) if (until <= now) this.fail(token, this.expired());
    this.timer = this.waiting.size > 0 ? setTimeout(this.look, LOOK_EVERY) : undefined;
  };
}
