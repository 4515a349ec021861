import { randomUUID } from 'node:crypto';

/** Somebody waiting for an answer. */
export interface Waiter<T> {
  /** The end of the wait, in milliseconds of `performance.now()`. */
  readonly until: number;
  take(answer: T): void;
  fail(error: unknown): void;
}

/** The maximum delay in milliseconds before a waiter is told that its time is over. */
const LOOK_EVERY = 20;

/**
 * The waiters by the tokens of their answers. One timer watches all deadlines, because a timer for each would cost more
 * than the rest of a call.
 */
export class Waiters<T> {
  private readonly waiting = new Map<string, Waiter<T>>();
  private timer: NodeJS.Timeout | undefined;

  /** `expired` makes the error for a waiter whose time is over. */
  constructor(private readonly expired: () => Error) {}

  /**
   * Adds a waiter and returns the token for its answer. A token cannot be guessed from others. A called service learns
   * the caller's inbox, and could have JetStream or another service send a message there; without the right token such a
   * message is not taken for an answer.
   */
  add(waiter: Waiter<T>): string {
    const token: string = randomUUID();
    this.waiting.set(token, waiter);
    this.timer ??= setTimeout(this.look, LOOK_EVERY);
    return token;
  }

  /** Delivers an answer. One that comes too late, or twice, is dropped. */
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
