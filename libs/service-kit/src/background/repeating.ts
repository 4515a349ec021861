import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from '@roster/client';

export interface RepeatingOptions {
  readonly name: string;
  /** Milliseconds between the end of one round and the start of the next. A function is asked after each round. */
  readonly pause: number | (() => number);
  readonly logger: Pick<Logger, 'warn'>;
  readonly work: () => Promise<void>;
}

/** Work that is repeated, never two rounds at once. A round that fails is logged, and the next one follows. */
export class Repeating {
  private bell = new AbortController();
  private rounds: Promise<void> = Promise.resolve();
  private stopped = true;

  constructor(private readonly options: RepeatingOptions) {}

  start(): void {
    this.stopped = false;
    this.rounds = this.run();
  }

  /** Starts the next round now, or right after the current one. */
  wake(): void {
    this.bell.abort();
  }

  /** Resolves when the current round is done. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.wake();
    await this.rounds;
  }

  private async run(): Promise<void> {
    const { name, logger, work } = this.options;
    while (!this.stopped) {
      // A call of `wake` from here on is for the next round.
      this.bell = new AbortController();
      try {
        await work();
      } catch (err) {
        logger.warn({ err, loop: name }, 'A round of background work failed; the next one tries again');
      }
      await this.rest();
    }
  }

  private async rest(): Promise<void> {
    const { pause } = this.options;
    const { signal } = this.bell;
    if (this.stopped) return;
    await delay(typeof pause === 'number' ? pause : pause(), undefined, { signal }).catch(() => undefined);
  }
}
